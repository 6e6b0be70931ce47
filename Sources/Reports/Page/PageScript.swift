/// What the HTML report does: sorting, filtering, lighting up a layer everywhere, and zooming.
enum PageScript {
  static let source = """
    'use strict';
    const table = document.getElementById('layers');
    const body = table.tBodies[0];
    const heads = [...table.tHead.rows[0].cells];
    const value = (row, column) => {
      const text = row.cells[column].textContent;
      const number = Number(text);
      return text !== '' && Number.isFinite(number) ? number : text;
    };
    const compare = (a, b) =>
      typeof a === 'number' && typeof b === 'number' ? a - b : String(a).localeCompare(String(b));

    heads.forEach((head, column) => head.firstChild.addEventListener('click', () => {
      const isDescending = head.ariaSort === 'descending'
        || (head.ariaSort === 'none' && !body.rows[0]?.cells[column].classList.contains('n'));
      heads.forEach(other => { other.ariaSort = 'none'; });
      head.ariaSort = isDescending ? 'ascending' : 'descending';
      const sign = isDescending ? 1 : -1;
      body.append(...[...body.rows].sort(
        (a, b) => sign * compare(value(a, column), value(b, column))));
    }));

    const filter = document.getElementById('filter');
    const showMatching = () => {
      const wanted = filter.value.toLowerCase();
      let shown = 0;
      for (const row of body.rows) {
        row.hidden = !row.textContent.toLowerCase().includes(wanted);
        if (!row.hidden) shown += 1;
      }
      document.getElementById('count').textContent = `${shown} of ${body.rows.length} layers`;
    };
    filter.addEventListener('input', showMatching);
    showMatching();

    const light = event => {
      const place = event.target.closest?.('[data-layer]')?.dataset.layer;
      document.querySelectorAll('.on').forEach(item => item.classList.remove('on'));
      if (place === undefined) return;
      document.querySelectorAll(`[data-layer="${place}"]`)
        .forEach(item => item.classList.add('on'));
    };
    document.addEventListener('mouseover', light);
    document.addEventListener('focusin', light);

    // Ctrl and the wheel zoom about the pointer, dragging pans, a double click resets.
    for (const svg of document.querySelectorAll('figure svg')) {
      const box = svg.viewBox.baseVal;
      const whole = { x: box.x, y: box.y, width: box.width, height: box.height };
      const show = (x, y, scale) => {
        box.width = whole.width * scale;
        box.height = whole.height * scale;
        box.x = Math.min(Math.max(x, whole.x), whole.x + whole.width - box.width);
        box.y = Math.min(Math.max(y, whole.y), whole.y + whole.height - box.height);
      };
      svg.addEventListener('wheel', event => {
        if (!event.ctrlKey) return;
        event.preventDefault();
        const frame = svg.getBoundingClientRect();
        const right = (event.clientX - frame.x) / frame.width;
        const down = (event.clientY - frame.y) / frame.height;
        const pointer = { x: box.x + right * box.width, y: box.y + down * box.height };
        const old = box.width / whole.width;
        const scale = Math.min(Math.max(old * Math.exp(event.deltaY / 300), 0.05), 1);
        show(pointer.x - right * whole.width * scale, pointer.y - down * whole.height * scale,
          scale);
      }, { passive: false });
      svg.addEventListener('pointermove', event => {
        if (event.buttons !== 1) return;
        const ratio = box.width / svg.getBoundingClientRect().width;
        show(box.x - event.movementX * ratio, box.y - event.movementY * ratio,
          box.width / whole.width);
      });
      svg.addEventListener('dblclick', () => show(whole.x, whole.y, 1));
    }
    """
}
