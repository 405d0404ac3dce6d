// A box that narrows a tree on the page. Without the script the form around the box asks the server.
//
//   <input data-eva-filter="#puu" data-eva-filter-status="#osumat"
//          data-one="1 osuma" data-many="{count} osumaa" data-none="Ei osumia">
//   <ul id="puu"><li data-text="Lapsen etu">…</li></ul>

/** Starts every box marked data-eva-filter. */
export function startFilters(root) {
  for (const box of root.querySelectorAll("input[data-eva-filter]")) {
    const tree = root.querySelector(box.dataset.evaFilter);
    if (tree) {
      const status = box.dataset.evaFilterStatus ? root.querySelector(box.dataset.evaFilterStatus) : null;
      box.addEventListener("input", () => narrow(box, tree, status));
      if (box.value) {
        narrow(box, tree, status);
      }
    }
  }
}

function narrow(box, tree, status) {
  const wanted = box.value.trim().toLocaleLowerCase("fi");
  const items = [...tree.querySelectorAll("[data-text]")];
  const hits = items.filter((item) => item.dataset.text.toLocaleLowerCase("fi").includes(wanted));
  for (const item of items) {
    // A branch stays while something in it, or the branch it grows from, was found.
    const isShown = hits.some((hit) => hit === item || item.contains(hit) || hit.contains(item));
    item.hidden = !isShown;
  }
  for (const hit of wanted ? hits : []) {
    const folded = hit.parentElement?.closest("details");
    if (folded && tree.contains(folded)) {
      folded.open = true;
    }
  }
  if (status) {
    status.textContent = wanted ? words(box, hits.length) : "";
  }
}

function words(box, count) {
  const text = { 0: box.dataset.none, 1: box.dataset.one }[count] ?? box.dataset.many ?? "{count}";
  return text.replace("{count}", String(count));
}
