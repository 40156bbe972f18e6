// On a phone the list of pages lies over the page: once one is chosen the list goes away, which Streamlit leaves to the reader.

let hears = false;

export default function () {
  if (hears) return;
  hears = true;
  document.addEventListener("click", (event) => {
    if (!event.target.closest?.("[data-testid=stSidebarNavLink]")) return;
    document.querySelector("[data-testid=stSidebarCollapseButton] button")?.click();
  });
}
