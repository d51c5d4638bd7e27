"use strict";
(() => {
  const id = (name) => document.getElementById(name);
  const all = (what, inside = document) => [...inside.querySelectorAll(what)];
  const root = document.documentElement;
  const theme = id("theme"), who = id("by-who"), tag = id("by-tag");
  const narrowed = { who: "", tags: "" };
  const asked = (thing) =>
    Object.entries(narrowed).every(([by, value]) => !value || thing.dataset[by].split(" ").includes(value));

  all(".tools").forEach((tool) => { if (tool.id !== "rating") tool.hidden = false; });

  // Light and dark.

  const prefers = matchMedia("(prefers-color-scheme: dark)");
  const dark = () => (root.dataset.theme || (prefers.matches ? "dark" : "light")) === "dark";
  const named = () => { theme.textContent = dark() ? "Light" : "Dark"; };
  theme.addEventListener("click", () => { root.dataset.theme = dark() ? "light" : "dark"; named(); });
  prefers.addEventListener("change", named);
  named();

  // From a fact to its passage and back: both are lit.

  const facts = all(".fact"), passages = all(".said-by"), notes = all("sup a");
  const light = (n) => {
    facts.forEach((fact) => fact.classList.toggle("lit", fact.dataset.n === n));
    passages.forEach((piece) => piece.classList.toggle("lit", piece.dataset.f.split(" ").includes(n)));
    notes.forEach((note) => note.classList.toggle("lit", note.dataset.n === n));
  };
  const follow = () => {
    const goal = id(decodeURIComponent(location.hash.slice(1)));
    const fact = goal && (goal.matches(".fact") ? goal.dataset.n : (/^said-(\d+)$/.exec(goal.id) || [])[1]);
    if (!fact) return;
    light(fact);
    if (goal.matches(".fact")) goal.focus({ preventScroll: true });
    else notes.find((note) => note.dataset.n === fact)?.focus({ preventScroll: true });
  };
  addEventListener("hashchange", follow);
  document.addEventListener("click", (event) => {
    const link = event.target.closest("a[href^='#']");
    if (link && link.hash === location.hash) follow();
  });

  // The timeline: a band that is made wider.

  const view = id("view"), band = id("band");
  const NS = "http://www.w3.org/2000/svg", TOP = 49, STEP = 26, ROOM = 6.9, LANES = 18, CROWD = 40, WIDEST = 24000, PAPER = 690;
  const marks = band ? all(".mark", band) : [], levels = band ? all(".level", band) : [];
  const none = id("told")?.firstElementChild;
  let zoom = 1, current = null, printing = false;
  const shown = () => marks.filter((mark) => !mark.classList.contains("out"));
  const width = () => (printing ? PAPER : Math.max(view.clientWidth, 200)) * zoom;
  const place = (mark) => (mark.dataset.x / 100) * width();

  const numbered = new Map(facts.map((fact) => [fact.dataset.n, fact]));
  const sayings = new Map(marks.map((mark) => [mark, numbered.get(mark.dataset.n).querySelector(".says").textContent]));
  const brief = (text, most) => (text.length > most ? text.slice(0, most - 2).replace(/\s+\S*$/, "") + "…" : text);

  const lay = () => {
    const wide = width(), used = [], ends = (lane, from) => (used[lane] || []).every(([a, b]) => b <= from[0] || from[1] <= a);
    const free = (from, most) => { for (let lane = 0; lane < most; lane += 1) if (ends(lane, from)) return lane; return -1; };
    const take = (lane, from) => (used[lane] = used[lane] || []).push(from);
    const alone = shown().map((mark) => {
      const x = place(mark), long = (mark.dataset.long / 100) * wide;
      return { mark, x, end: x + Math.max(long, 15) };
    });
    const lengths = alone.length > CROWD ? [46] : [90, 46];
    alone.forEach((it) => {
      const fits = lengths.map((most) => {
        const text = brief(sayings.get(it.mark), most);
        const over = [it.x, Math.max(it.end, it.x + 20 + text.length * ROOM) + 8];
        return { text, over, lane: over[1] < wide ? free(over, LANES) : -1 };
      }).find((label) => label.lane >= 0);
      const lane = fits ? fits.lane : Math.max(0, free([it.x, it.end], 4 * LANES));
      take(lane, fits ? fits.over : [it.x, it.end]);
      draw(it.mark, lane, fits ? fits.text : "");
    });
    band.setAttribute("height", 48 + STEP * Math.max(3, used.length));
    const level = levels.filter((one) => one.dataset.width <= wide).pop() || levels[0];
    levels.forEach((one) => one.classList.toggle("on", one === level));
    where();
  };
  const pin = band && document.createElementNS(NS, "text");
  const where = () => {
    const left = view.scrollLeft;
    const labels = all(".level.on text:not(.torn)", band).map((label) => [(parseFloat(label.getAttribute("x")) / 100) * width(), label]);
    const past = labels.filter(([x, label]) => x < left && label.matches(".major")).pop();
    const clear = !labels.some(([x]) => x >= left && x < left + 52);
    pin.textContent = past && clear ? past[1].textContent : "";
    pin.setAttribute("x", left + 5);
    labels.forEach(([x, label]) => label.classList.toggle("under", Boolean(past) && clear && x < left));
  };
  const draw = (mark, lane, text) => {
    mark.querySelector("use").setAttribute("y", TOP + STEP * lane);
    mark.querySelector("rect:not(.hit)")?.setAttribute("y", TOP + 9 + STEP * lane);
    let label = mark.querySelector("text"), hit = mark.querySelector(".hit");
    if (!hit) {
      hit = mark.insertBefore(document.createElementNS(NS, "rect"), mark.firstChild);
      hit.setAttribute("class", "hit");
      hit.setAttribute("height", 24);
      label = mark.appendChild(document.createElementNS(NS, "text"));
      label.setAttribute("dx", 17);
      [hit, label].forEach((part) => part.setAttribute("x", mark.dataset.x + "%"));
    }
    label.textContent = text;
    label.setAttribute("y", TOP + 4.5 + STEP * lane);
    hit.setAttribute("y", TOP - 12 + STEP * lane);
    hit.setAttribute("width", text ? 24 + text.length * ROOM : 22);
  };
  const scaled = (factor, at = view.clientWidth / 2) => {
    const before = (view.scrollLeft + at) / width();
    zoom = Math.min(Math.max(zoom * factor, 1), Math.max(1, WIDEST / view.clientWidth));
    band.style.width = zoom * 100 + "%";
    lay();
    view.scrollLeft = before * width() - at;
    id("out").disabled = id("whole").disabled = zoom === 1;
    id("in").disabled = width() >= WIDEST;
  };
  const around = () => {
    if (!current) return undefined;
    const x = place(current) - view.scrollLeft;
    return x >= 0 && x <= view.clientWidth ? x : undefined;
  };
  const tell = (mark) => {
    const fact = numbered.get(mark.dataset.n), told = id("told");
    const [when, says, more] = [".when", ".says", ".more"].map((part) => fact.querySelector(part).cloneNode(true));
    const link = document.createElement("a");
    link.href = mark.getAttribute("href");
    link.textContent = "fact " + mark.dataset.n + " ↓";
    more.append(" · ", link);
    told.replaceChildren(when, says, more);
  };
  const select = (mark, focus) => {
    current?.classList.remove("is");
    marks.forEach((one) => one.setAttribute("tabindex", one === mark ? 0 : -1));
    current = mark;
    if (!mark) return id("told").replaceChildren(none.cloneNode(true));
    mark.classList.add("is");
    tell(mark);
    if (focus) mark.focus({ preventScroll: true });
    const x = place(mark);
    if (x < view.scrollLeft + 20 || x > view.scrollLeft + view.clientWidth - 60) view.scrollLeft = x - view.clientWidth / 3;
    const y = Number(mark.querySelector("use").getAttribute("y"));
    if (y < view.scrollTop + 20 || y > view.scrollTop + view.clientHeight - 30) view.scrollTop = y - view.clientHeight / 2;
  };
  const step = (by) => {
    const there = shown(), at = there.indexOf(current);
    const goal = by === "first" ? 0 : by === "last" ? there.length - 1 : Math.min(Math.max(at + by, 0), there.length - 1);
    if (there[goal]) select(there[goal], true);
  };
  const ZOOM = 1.6;
  const keys = {
    "+": () => scaled(ZOOM, around()), "=": () => scaled(ZOOM, around()), "-": () => scaled(1 / ZOOM, around()),
    "0": () => scaled(0), ArrowRight: () => step(1), ArrowDown: () => step(1), ArrowLeft: () => step(-1),
    ArrowUp: () => step(-1), Home: () => step("first"), End: () => step("last"),
  };
  if (band) {
    root.classList.add("drawn");
    pin.setAttribute("class", "pin");
    pin.setAttribute("y", 18);
    pin.setAttribute("aria-hidden", "true");
    band.append(pin);
    view.addEventListener("scroll", where, { passive: true });
    marks.forEach((mark, at) => mark.setAttribute("tabindex", at ? -1 : 0));
    id("in").addEventListener("click", () => scaled(ZOOM, around()));
    id("out").addEventListener("click", () => scaled(1 / ZOOM, around()));
    id("whole").addEventListener("click", () => scaled(0));
    id("time").addEventListener("keydown", (event) => {
      const key = keys[event.key];
      if (!key || event.ctrlKey || event.metaKey || event.altKey || !view.contains(event.target)) return;
      event.preventDefault();
      key();
    });
    let known = null;
    band.addEventListener("pointerdown", (event) => { known = event.target.closest(".mark") === current ? current : null; });
    band.addEventListener("focusin", (event) => { const mark = event.target.closest(".mark"); if (mark && mark !== current) select(mark); });
    band.addEventListener("click", (event) => {
      const mark = event.target.closest(".mark");
      if (!mark || event.detail === 0) return;
      if (mark !== known) { event.preventDefault(); select(mark, true); }
    });
    view.addEventListener("wheel", (event) => {
      if (!event.ctrlKey && !event.metaKey) return;
      event.preventDefault();
      scaled(Math.exp(-event.deltaY / 240), event.clientX - view.getBoundingClientRect().left);
    }, { passive: false });
    const touching = new Map();
    let apart = 0;
    const spread = () => { const [a, b] = [...touching.values()]; return Math.hypot(a.clientX - b.clientX, a.clientY - b.clientY); };
    view.addEventListener("pointerdown", (event) => { touching.set(event.pointerId, event); if (touching.size === 2) apart = spread(); });
    view.addEventListener("pointermove", (event) => {
      if (!touching.has(event.pointerId)) return;
      touching.set(event.pointerId, event);
      if (touching.size !== 2 || !apart) return;
      const now = spread(), [a, b] = [...touching.values()];
      scaled(now / apart, (a.clientX + b.clientX) / 2 - view.getBoundingClientRect().left);
      apart = now;
    });
    ["pointerup", "pointercancel", "pointerleave"].forEach((name) => view.addEventListener(name, (event) => touching.delete(event.pointerId)));
    new ResizeObserver(() => scaled(1)).observe(view);
    addEventListener("beforeprint", () => { printing = true; scaled(0); });
    addEventListener("afterprint", () => { printing = false; scaled(0); });
  }

  // Cards: one at a time, in a pile that those which were known leave.

  const pile = id("pile"), cards = pile ? all(".card", pile) : [];
  let order = cards.slice(), at = 0;
  const known = new Set();
  const left = () => order.filter((card) => asked(card) && !known.has(card));
  const deal = () => {
    const there = left(), total = order.filter(asked).length, one = pile.classList.contains("one");
    at = there.length ? ((at % there.length) + there.length) % there.length : 0;
    cards.forEach((card) => card.classList.toggle("now", card === there[at]));
    const card = there[at];
    id("place").textContent = !total ? "No card is of this choice."
      : !card ? `All ${total} known. Shuffle begins again.`
      : `Card ${at + 1} of ${there.length}` + (known.size ? ` · ${total - there.length} of ${total} known` : "");
    id("place").hidden = !one;
    id("rating").hidden = !(one && card && card.open);
    ["back", "flip", "next"].forEach((name) => { id(name).disabled = !one || !card; });
  };
  const turn = (by) => { left()[at]?.removeAttribute("open"); at += by; deal(); left()[at]?.querySelector("summary").focus({ preventScroll: true }); };
  const flip = () => { const card = left()[at]; if (card) { card.open = !card.open; deal(); } };
  const rate = (well) => {
    const card = left()[at];
    if (!card || !card.open) return;
    card.open = false;
    if (well) known.add(card);
    else { order = [...order.filter((one) => one !== card), card]; }
    deal();
    left()[at]?.querySelector("summary").focus({ preventScroll: true });
  };
  const shuffle = () => {
    known.clear();
    for (let last = order.length - 1; last > 0; last -= 1) {
      const other = Math.floor(Math.random() * (last + 1));
      [order[last], order[other]] = [order[other], order[last]];
    }
    cards.forEach((card) => { card.open = false; });
    at = 0;
    deal();
  };
  if (pile) {
    const list = id("list");
    pile.classList.add("one");
    id("flip").addEventListener("click", flip);
    id("next").addEventListener("click", () => turn(1));
    id("back").addEventListener("click", () => turn(-1));
    id("shuffle").addEventListener("click", shuffle);
    id("knew").addEventListener("click", () => rate(true));
    id("not-yet").addEventListener("click", () => rate(false));
    list.addEventListener("click", () => {
      list.setAttribute("aria-pressed", String(!pile.classList.toggle("one")));
      deal();
    });
    pile.addEventListener("toggle", () => deal(), true);
    const moves = { ArrowRight: () => turn(1), ArrowLeft: () => turn(-1), y: () => rate(true), n: () => rate(false), s: shuffle };
    id("cards").addEventListener("keydown", (event) => {
      const move = moves[event.key];
      if (!move || !pile.classList.contains("one") || event.ctrlKey || event.metaKey || event.altKey) return;
      event.preventDefault();
      move();
    });
    let open = [];
    addEventListener("beforeprint", () => { open = cards.filter((card) => card.open); cards.forEach((card) => { card.open = true; }); });
    addEventListener("afterprint", () => {
      cards.forEach((card) => { card.open = open.includes(card); });
      root.classList.remove("cards-only");
    });
    id("print").addEventListener("click", () => { root.classList.add("cards-only"); print(); });
  }

  // Narrowing: one choice for the timeline, the facts and the cards.

  const narrow = () => {
    narrowed.who = who ? who.value : "";
    narrowed.tags = tag ? tag.value : "";
    [...facts, ...marks, ...cards].forEach((thing) => thing.classList.toggle("out", !asked(thing)));
    all(".chapter").forEach((chapter) => { chapter.hidden = !chapter.querySelector(".fact:not(.out)"); });
    const there = facts.filter(asked).length;
    id("count").textContent = there < facts.length ? `${there} of ${facts.length} facts` : "";
    if (band) { select(shown().includes(current) ? current : null); lay(); shown()[0]?.setAttribute("tabindex", current ? -1 : 0); current?.setAttribute("tabindex", 0); }
    if (pile) { at = 0; cards.forEach((card) => { card.open = false; }); deal(); }
  };
  [who, tag].forEach((choice) => choice?.addEventListener("change", narrow));
  id("theme").form.addEventListener("submit", (event) => event.preventDefault());
  narrow();
  follow();
})();
