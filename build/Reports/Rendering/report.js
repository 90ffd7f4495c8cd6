'use strict';
// No ampersand and no angle bracket may stand here: this text is the same in HTML and in XML.
document.querySelectorAll('.filter').forEach(function (filter) {
  const rows = Array.from(filter.parentNode.querySelectorAll('tbody tr'));
  const text = filter.querySelector('input');
  const state = filter.querySelector('select');
  const count = filter.querySelector('output');

  function apply() {
    const wanted = text.value.toLowerCase();
    rows.forEach(function (row) {
      const named = row.textContent.toLowerCase().includes(wanted);
      const stated = state.value === '' ? true : row.dataset.state === state.value;
      row.hidden = !(named ? stated : false);
    });
    count.value = rows.filter(function (row) { return !row.hidden; }).length + ' of ' + rows.length + ' units';
  }

  text.addEventListener('input', apply);
  state.addEventListener('change', apply);
  filter.hidden = false;
  apply();
});
// A link to a console or a unit list opens it; a host with failures shows its units at once.
document.querySelectorAll('details').forEach(function (details) {
  if (details.querySelector('.badge.failed, mark.bad') !== null) {
    details.open = true;
  }
});
document.querySelectorAll('pre.console').forEach(function (block) {
  const last = Array.from(block.querySelectorAll('mark.bad')).slice(0, 1);
  block.scrollTop = last.length === 0 ? block.scrollHeight : Math.max(0, last[0].offsetTop - block.offsetTop - 40);
});
