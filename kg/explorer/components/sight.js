// Lets the first page into sight once its parts have their height; the style sheet does so where this never runs.

const IN_SIGHT = "in-sight";

// A part is there once Streamlit has fetched the code that draws it, and a document once it has been filled; words have
// their height once their font has come, and ask for it when they are laid out, out of sight too.
function isBuilt(main) {
  if (main.querySelector("[data-testid=stSkeleton]")) return false;
  const isFilled = [...main.querySelectorAll("[data-testid=stBidiComponentIsolated]")].every((host) => {
    if (!host.shadowRoot?.hasChildNodes()) return false;
    return host.shadowRoot.querySelector(".document")?.hasChildNodes() ?? true;
  });
  return isFilled && main.offsetHeight > 0 && document.fonts.status === "loaded";
}

// Built at two frames running, with one height: what is out of sight for a whole frame has not moved when it comes back.
export default function () {
  const { classList } = document.documentElement;
  let height;
  const look = () => {
    const main = document.querySelector("[data-testid=stMainBlockContainer]");
    const { animationName, visibility } = getComputedStyle(main);
    const isStyled = animationName !== "none";
    const before = height;
    height = isStyled && isBuilt(main) ? main.offsetHeight : undefined;
    if (isStyled && (visibility === "visible" || (height && height === before))) classList.add(IN_SIGHT);
    else requestAnimationFrame(look);
  };
  if (!classList.contains(IN_SIGHT)) requestAnimationFrame(look);
}
