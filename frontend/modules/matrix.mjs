// Keys in the effects matrix. Arrows, Home and End move between cells; + - 0 ? b set a direction; Delete clears it.
//
// A cell holds either one <select> or a group of radios; both carry the values named here. With Ctrl, Alt or Meta a key
// keeps its own meaning (Alt and the down arrow open a list).

const VALUES = {
  "+": "positive",
  "-": "negative",
  "−": "negative",
  0: "neutral",
  "?": "unknown",
  b: "both",
  B: "both",
  Delete: "",
  Backspace: "",
};

const STEPS = {
  ArrowUp: [-1, 0],
  ArrowDown: [1, 0],
  ArrowLeft: [0, -1],
  ArrowRight: [0, 1],
  Home: [0, -Infinity],
  End: [0, Infinity],
};

const CONTROLS = "select, input[type=radio]";

/** Starts every table marked data-eva-matrix. */
export function startMatrices(root) {
  for (const table of root.querySelectorAll("table[data-eva-matrix]")) {
    table.addEventListener("keydown", (event) => press(table, event));
  }
}

function press(table, event) {
  const cell = event.target.matches(CONTROLS) ? event.target.closest("td") : null;
  if (!cell || event.ctrlKey || event.altKey || event.metaKey) {
    return;
  }
  if (event.key in STEPS) {
    event.preventDefault();
    move(table, cell, STEPS[event.key]);
  } else if (event.key in VALUES) {
    event.preventDefault();
    set(cell, VALUES[event.key]);
  }
}

function move(table, cell, [down, right]) {
  const rows = [...table.tBodies].flatMap((body) => [...body.rows]);
  const grid = rows.map(cellsOf).filter((cells) => cells.length > 0);
  const row = grid.findIndex((cells) => cells.includes(cell));
  const column = grid[row].indexOf(cell);
  const cells = grid[clamp(row + down, grid.length)];
  focus(cells[clamp(column + right, cells.length)]);
}

function cellsOf(row) {
  return [...row.cells].filter((cell) => cell.querySelector(CONTROLS));
}

function clamp(number, length) {
  return Math.max(0, Math.min(number, length - 1));
}

function focus(cell) {
  const control = cell.querySelector("select, input:checked") ?? cell.querySelector(CONTROLS);
  control.focus({ preventScroll: true });
  cell.scrollIntoView({ block: "nearest", inline: "nearest" });
}

function set(cell, value) {
  const list = cell.querySelector("select");
  if (list) {
    if (![...list.options].some((option) => option.value === value)) {
      return;
    }
    list.value = value;
    announce(list);
    return;
  }
  const radios = [...cell.querySelectorAll("input[type=radio]")];
  const wanted = radios.find((radio) => radio.value === value);
  if (wanted) {
    wanted.checked = true;
    wanted.focus();
    announce(wanted);
  } else if (value === "") {
    clear(radios);
  }
}

function clear(radios) {
  const chosen = radios.find((radio) => radio.checked);
  if (chosen) {
    chosen.checked = false;
    announce(chosen);
  }
}

// Other modules listen to what a mouse would have caused too.
function announce(control) {
  control.dispatchEvent(new Event("input", { bubbles: true }));
  control.dispatchEvent(new Event("change", { bubbles: true }));
}
