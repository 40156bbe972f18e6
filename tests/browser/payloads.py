"""Words that mean harm, and what shows that a page took some of them for more than words."""

from __future__ import annotations

from collections.abc import Mapping

from playwright.sync_api import Page

__all__ = ["ALL", "PAYLOADS", "list_markup", "wait_for_words"]

PAYLOADS: Mapping[str, str] = {
    "script": "<script>window.broken=1</script>",
    "picture": "<img src=x onerror=window.broken=1>",
    "svg": "<svg onload=window.broken=1>",
    "attribute": '" onmouseover=window.broken=1 autofocus onfocus=window.broken=1 x="',
    "address": "javascript:window.broken=1",
    "link": "[linkly](javascript:window.broken=1)",
    "outward link": "[outly](https://example.org/)",
    "pixel": "![pixly](https://example.org/pixel.png)",
    "markdown": "**boldly** `codely` ~~gonely~~ _slantly_",
    "directive": ":material/home: :red[redly] :blue-background[bluely] :streamlit:",
    "formula": r"$\frac{1}{2}$",
    "entities": "&lt;script&gt;window.broken=1&lt;/script&gt; &#60;b&#62;",
    "closing": "</script></style></textarea></title></template>-->]]>",
    "turned": "\N{RIGHT-TO-LEFT OVERRIDE}turned\N{POP DIRECTIONAL FORMATTING}",
    "template": "{{constructor.constructor('window.broken=1')()}} ${window.broken=1}",
}
"""By what each would be, were it let: markup, Markdown, a directive of Streamlit, an end of what holds it."""

ALL = " / ".join(PAYLOADS.values())

_FIND_MARKUP = r"""() => {
  const inner = /^(linkly|outly|pixly|boldly|codely|gonely|slantly|redly|bluely|home)$/;
  const found = [];
  const walk = (root) => {
    for (const node of root.querySelectorAll("*")) {
      const says = node.childElementCount ? "" : node.textContent.trim();
      if (inner.test(says)) found.push(`<${node.localName}> holds ${says} alone`);
      if (/^(script|style)$/.test(node.localName) && /^\s*window.broken/.test(node.textContent)) found.push("a script");
      if (/katex/.test(node.getAttribute("class"))) found.push("a formula");
      for (const { name, value } of node.attributes) {
        const isAddress = /^(href|src|action|formaction|xlink:href|srcdoc)$/.test(name);
        const leads = isAddress && /^\s*(javascript:|data:text|https?:\/\/example\.org)/i.test(value);
        if ((/^on/.test(name) && /broken/.test(value)) || leads) found.push(`${name}=${value}`);
      }
      if (node.shadowRoot) walk(node.shadowRoot);
    }
  };
  walk(document);
  if (window.broken !== undefined) found.push("it ran");
  return [...new Set(found)];
}"""
"""Elements and attributes, shadow roots included, that no page of ours has unless a payload was taken for markup."""


_SHOWS = r"""(words) => {
  const shows = (root) => [...root.querySelectorAll("*")].some((node) =>
    (node.shadowRoot && shows(node.shadowRoot)) ||
    (node.textContent.includes(words) && ![...node.children].some((child) => child.textContent.includes(words)) &&
      node.checkVisibility()));
  return shows(document.body);
}"""
"""Whether these words stand on the page, letter by letter, shadow roots included, where they can be seen."""


def wait_for_words(page: Page, words: str, *, timeout_ms: float) -> None:
    """Come back once the page shows the words.

    Raises:
        playwright.sync_api.TimeoutError: it does not.
    """
    page.wait_for_function(_SHOWS, arg=words, timeout=timeout_ms)


def list_markup(page: Page) -> list[str]:
    """What a page made of payloads beyond words; nothing, if all is well."""
    found: list[str] = page.evaluate(_FIND_MARKUP)
    return found
