// A wide table lies in a region that scrolls and takes the focus, so that the arrow keys can scroll it. Where the table
// fits, the stop would only be in the way of the Tab key.

/** Keeps the tab stop of each region only while there is something to scroll. */
export function startScrollRegions(root) {
  const regions = [...root.querySelectorAll(".eva-scroll[tabindex]")];
  const observer = new ResizeObserver((entries) => entries.forEach((entry) => fit(entry.target)));
  regions.forEach((region) => observer.observe(region));
}

function fit(region) {
  if (region.scrollWidth > region.clientWidth) {
    region.setAttribute("tabindex", "0");
  } else if (region !== document.activeElement) {
    region.removeAttribute("tabindex");
  }
}
