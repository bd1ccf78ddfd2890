// The week as a grid over its time fields, which stay the truth: the grid shows what they hold and writes into them. Every
// word comes with the page. Without this script the fields do.
{
  const template = document.getElementById("week-grid");
  const words = template.dataset;
  const form = template.closest("form");

  // Minutes: of a day, of a row, and of a talk. No shorter range is painted or left over.
  const DAY = 24 * 60;
  const ROW = 30;
  const TALK = 60;
  // The rows shown at first; the others once they are asked for, or hold hours.
  const SHOWN = [6 * 60, 22 * 60];

  const say = (text, values) => text.replace(/\{(\w+)\}/g, (_, name) => values[name]);
  const two = (number) => String(number).padStart(2, "0");
  const told = (minute) => {
    const values = { hour: Math.floor(minute / 60) % 24, minute: two(minute % 60) };
    return say(minute % 60 ? words.time : words.hour, values);
  };

  // Ranges are pairs of minutes, sorted, that neither touch nor overlap.
  const joined = (ranges) => {
    const result = [];
    for (const [starts, ends] of [...ranges].sort((one, other) => one[0] - other[0])) {
      const last = result[result.length - 1];
      if (last && starts <= last[1]) last[1] = Math.max(last[1], ends);
      else result.push([starts, ends]);
    }
    return result;
  };
  const long = ([starts, ends]) => ends - starts >= TALK;
  const lengthened = ([starts, ends]) => [Math.min(starts, DAY - TALK), Math.max(ends, Math.min(starts + TALK, DAY))];
  const add = (ranges, range) => joined(joined([...ranges, range]).map((one) => (long(one) ? one : lengthened(one))));
  const remove = (ranges, [from, to]) =>
    ranges.flatMap(([starts, ends]) => {
      if (ends <= from || starts >= to) return [[starts, ends]];
      return [[starts, Math.min(ends, from)], [Math.max(starts, to), ends]].filter(long);
    });
  const covered = (ranges, from, to) =>
    ranges.reduce((sum, [starts, ends]) => sum + Math.max(0, Math.min(ends, to) - Math.max(starts, from)), 0);

  // The days: their fields in pairs, the ranges that the grid shows of them, and their cells from midnight on.
  const days = [...form.querySelectorAll(".week__day")].map((fieldset) => ({
    name: fieldset.querySelector("legend").textContent,
    fields: [...fieldset.querySelectorAll("input[type=time]")],
    ranges: [],
    cells: [],
  }));
  const minutes = ({ value }) => {
    const [hour, minute] = value.split(":").map(Number);
    return hour * 60 + minute;
  };
  const held = ({ fields }) => {
    const ranges = [];
    for (let at = 0; at < fields.length; at += 2) {
      const starts = minutes(fields[at]);
      const ends = minutes(fields[at + 1]);
      // Midnight ends the day.
      const range = [starts, ends === 0 ? DAY : ends];
      if (range[0] < range[1]) ranges.push(range);
    }
    return joined(ranges);
  };
  const write = ({ fields, ranges }) => {
    const clock = (minute) => `${two(Math.floor(minute / 60) % 24)}:${two(minute % 60)}`;
    fields.forEach((field, at) => {
      const range = ranges[Math.floor(at / 2)];
      field.value = range ? clock(range[at % 2]) : "";
    });
  };
  /** Shows the fields that were folded away and hold something now, and has whoever listens to the form hear of it. */
  const written = () => {
    for (const field of days.flatMap(({ fields }) => fields)) {
      const folded = field.closest("details");
      if (folded && field.value) folded.open = true;
    }
    form.dispatchEvent(new Event("input"));
  };
  const summary = ({ name: day, ranges }) => {
    const range = ([starts, ends]) => say(words.range, { from: told(starts), to: told(ends) });
    return ranges.length ? say(words.ranges, { day, ranges: ranges.map(range).join(", ") }) : say(words.nothing, { day });
  };

  // The grid.
  const grid = document.importNode(template.content, true).firstElementChild;
  const table = grid.querySelector("table");
  const parts = [...table.tBodies];
  const wholeDay = grid.querySelector("button");
  const live = grid.querySelector(".week-grid__told");
  /** Where each cell is: its day and its first minute. */
  const places = new Map();
  for (let minute = 0; minute < DAY; minute += ROW) {
    const row = parts[SHOWN.filter((edge) => edge <= minute).length].insertRow();
    if (minute % 60 === 0) {
      const head = document.createElement("th");
      head.scope = "row";
      head.rowSpan = 60 / ROW;
      head.textContent = told(minute);
      row.append(head);
    }
    days.forEach((day, index) => {
      const cell = row.insertCell();
      cell.setAttribute("role", "gridcell");
      cell.tabIndex = -1;
      day.cells.push(cell);
      places.set(cell, { day: index, minute });
    });
  }
  let current = days[0].cells[9 * (60 / ROW)];
  current.tabIndex = 0;

  const draw = () => {
    for (const { name, cells, ranges } of days) {
      cells.forEach((cell, row) => {
        const from = row * ROW;
        const part = covered(ranges, from, from + ROW) / ROW;
        const state = part === 1 ? "free" : part ? "part" : "closed";
        if (part && cell.closest("tbody").hidden) showWholeDay();
        if (cell.dataset.state === state) return;
        cell.dataset.state = state;
        cell.setAttribute("aria-selected", state === "free");
        cell.setAttribute("aria-label", say(words[state], { day: name, time: told(from) }));
      });
    }
  };
  const showWholeDay = () => {
    parts.forEach((part) => (part.hidden = false));
    wholeDay.hidden = true;
  };
  const read = () => {
    days.forEach((day) => (day.ranges = held(day)));
    draw();
  };

  // Painting: from a cell to another, free or not, over the hours there were before.
  let stroke = null;
  const begin = (cell, frees) => {
    stroke = { from: places.get(cell), frees, before: days.map(({ ranges }) => ranges) };
  };
  const stretch = (cell) => {
    const { from, frees, before } = stroke;
    const to = places.get(cell);
    const range = [Math.min(from.minute, to.minute), Math.max(from.minute, to.minute) + ROW];
    days.forEach((day, index) => {
      const within = (index - from.day) * (index - to.day) <= 0;
      day.ranges = within ? (frees ? add : remove)(before[index], range) : before[index];
    });
    draw();
  };
  const commit = () => {
    const results = [];
    for (const day of days) {
      const before = held(day);
      if (day.ranges.length * 2 > day.fields.length) {
        day.ranges = before;
        results.push(say(words.full, { day: day.name }));
      } else if (String(day.ranges) !== String(before)) {
        write(day);
        results.push(summary(day));
      }
    }
    draw();
    live.textContent = results.join(" ");
    written();
  };
  const end = () => (stroke = null);
  const toggle = (cell) => {
    begin(cell, cell.dataset.state !== "free");
    stretch(cell);
    commit();
    end();
  };

  // Keyboard: the pattern of the grid, one stop of the Tab key.
  table.addEventListener("focusin", ({ target }) => {
    if (!places.has(target)) return;
    current.tabIndex = -1;
    current = target;
    current.tabIndex = 0;
  });
  const STEPS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -ROW], ArrowDown: [0, ROW] };
  const neighbour = ({ key, ctrlKey }, { day, minute }) => {
    const shown = wholeDay.hidden ? [0, DAY] : SHOWN;
    const within = (value, low, high) => Math.min(Math.max(value, low), high);
    const [first, last] = [shown[0], shown[1] - ROW];
    if (key === "Home" || key === "End") {
      day = key === "Home" ? 0 : days.length - 1;
      if (ctrlKey) minute = key === "Home" ? first : last;
    } else if (key in STEPS && !ctrlKey) {
      day = within(day + STEPS[key][0], 0, days.length - 1);
      minute = within(minute + STEPS[key][1], first, last);
    } else return null;
    return days[day].cells[minute / ROW];
  };
  table.addEventListener("keydown", (event) => {
    const cell = event.target;
    if (!places.has(cell) || event.altKey || event.metaKey) return;
    if (event.key === " " || event.key === "Enter") {
      event.preventDefault();
      toggle(cell);
      return;
    }
    const to = neighbour(event, places.get(cell));
    if (!to) return;
    event.preventDefault();
    if (!event.shiftKey) end();
    // What a stroke starts on goes on.
    else if (!stroke) begin(cell, cell.dataset.state === "free");
    to.focus();
    if (stroke) {
      stretch(to);
      commit();
    }
  });
  table.addEventListener("keyup", ({ key }) => key === "Shift" && end());

  // Pointers: a mouse paints at once. A finger scrolls the page and taps, and paints once it has rested on a cell.
  const REST = 400;
  const STILL = 10;
  let pressed = null;
  let painting = false;
  /** Whether the click that follows is the end of a stroke. */
  let painted = false;
  const paint = (cell) => {
    pressed = null;
    painting = painted = true;
    begin(cell, cell.dataset.state !== "free");
    stretch(cell);
  };
  const lift = () => {
    if (pressed) clearTimeout(pressed.timer);
    pressed = null;
  };
  const leave = () => {
    lift();
    if (!painting) return;
    painting = false;
    end();
    read();
  };
  table.addEventListener("pointerdown", ({ target, button, isPrimary, pointerType, clientX, clientY }) => {
    if (!isPrimary) leave();
    if (!places.has(target) || button !== 0 || !isPrimary) return;
    painted = false;
    if (pointerType === "mouse") paint(target);
    else pressed = { clientX, clientY, timer: setTimeout(paint, REST, target) };
  });
  addEventListener("pointermove", ({ clientX, clientY }) => {
    if (pressed && Math.hypot(clientX - pressed.clientX, clientY - pressed.clientY) > STILL) lift();
    const cell = painting && document.elementFromPoint(clientX, clientY);
    if (places.has(cell)) stretch(cell);
  });
  addEventListener("pointerup", () => {
    lift();
    if (!painting) return;
    painting = false;
    commit();
    end();
  });
  addEventListener("pointercancel", leave);
  addEventListener("keydown", ({ key }) => key === "Escape" && leave());
  // The page must not scroll under a stroke, nor open a menu on it.
  table.addEventListener("touchmove", (event) => painting && event.preventDefault(), { passive: false });
  table.addEventListener("contextmenu", (event) => (pressed || painting) && event.preventDefault());
  // A tap, and what assistive technology presses.
  table.addEventListener("click", ({ target }) => {
    if (places.has(target) && !painted) toggle(target);
    painted = false;
  });

  wholeDay.addEventListener("click", () => {
    showWholeDay();
    current.focus();
  });

  // Copying a day to others, as the form does where no script runs. What it would refuse is left to it.
  const copy = ({ name, dataset }) => {
    if (name !== "form[copy]" || !dataset.copied) return false;
    const asked = new FormData(form);
    const from = days[dataset.from ?? asked.get("form[copy_from]")];
    const to = dataset.to?.split(" ") ?? asked.getAll("form[copy_to][]");
    if (!from || !to.length) return false;
    for (const day of to) days[day].fields.forEach((field, at) => (field.value = from.fields[at].value));
    const notice = document.importNode(document.getElementById("week-copied").content, true).firstElementChild;
    notice.id = "week-copied-notice";
    notice.querySelector("p").textContent = dataset.copied;
    document.getElementById(notice.id)?.remove();
    template.before(notice);
    notice.focus();
    return true;
  };
  form.addEventListener("submit", (event) => {
    if (!event.submitter || !copy(event.submitter)) return;
    event.preventDefault();
    written();
  });

  form.addEventListener("input", read);
  // A browser that comes back to a page fills in its fields once it is there.
  addEventListener("pageshow", read);
  read();
  template.after(grid, document.getElementById("week-preview"));
}
