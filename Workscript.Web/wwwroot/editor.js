// Turns the workflow's textarea into an editor: line numbers, findings marked at their lines, Tab and Enter that indent, Ctrl S. The server finds; this only shows.
(() => {
  const box = document.querySelector('[data-editor]');
  const text = box?.querySelector('textarea');
  if (!text) return;

  const lineHeight = 22;
  const code = document.createElement('div');
  const gutter = Object.assign(document.createElement('div'), { className: 'gutter', ariaHidden: 'true' });
  const bands = Object.assign(document.createElement('div'), { className: 'bands', ariaHidden: 'true' });
  code.className = 'code';
  text.before(code);
  code.append(gutter, bands, text);

  let findings = new Map();
  let saved = text.value;

  function readFindings() {
    findings = new Map();
    for (const item of document.querySelectorAll('#findings [data-line]')) {
      const line = Number(item.dataset.line);
      if (!findings.has(line) || item.dataset.tone === 'bad') findings.set(line, item.dataset.tone);
    }
  }

  // Only the lines in sight are drawn, so a long document costs no more than a short one.
  function draw() {
    const lines = countLines();
    const first = Math.floor(text.scrollTop / lineHeight);
    const last = Math.min(lines, first + Math.ceil(text.clientHeight / lineHeight) + 1);
    const numbers = document.createDocumentFragment();
    const backs = document.createDocumentFragment();
    for (let line = first + 1; line <= last; line++) {
      const number = document.createElement('span');
      const back = document.createElement('span');
      number.textContent = line;
      if (findings.has(line)) {
        for (const element of [number, back]) {
          element.className = 'marked';
          element.dataset.tone = findings.get(line);
        }
      }
      numbers.append(number);
      backs.append(back);
    }
    gutter.replaceChildren(numbers);
    bands.replaceChildren(backs);
    const offset = `translateY(${first * lineHeight - text.scrollTop}px)`;
    for (const layer of [gutter, bands]) {
      for (const child of layer.children) child.style.transform = offset;
    }
  }

  let counted = '';
  let count = 1;
  function countLines() {
    if (counted !== text.value) {
      counted = text.value;
      count = 1;
      for (let at = counted.indexOf('\n'); at >= 0; at = counted.indexOf('\n', at + 1)) count++;
    }
    return count;
  }

  let isDrawing = false;
  function drawSoon() {
    if (isDrawing) return;
    isDrawing = true;
    requestAnimationFrame(() => { isDrawing = false; draw(); });
  }

  function goTo(line, column) {
    let start = 0;
    for (let i = 1; i < line; i++) {
      const end = text.value.indexOf('\n', start);
      if (end < 0) break;
      start = end + 1;
    }
    text.focus();
    text.setSelectionRange(start + column - 1, start + column - 1);
    text.scrollTop = Math.max(0, (line - 5) * lineHeight);
  }

  document.addEventListener('click', event => {
    const item = event.target.closest('#findings [data-line]');
    if (!item || !event.target.closest('a')) return;
    event.preventDefault();
    goTo(Number(item.dataset.line), Number(item.dataset.column));
  });

  // execCommand is the one way to change a textarea that undo knows of.
  const insert = words => document.execCommand('insertText', false, words);
  let leaves = false;
  text.addEventListener('keydown', event => {
    if (event.key === 'Tab' && !leaves && !event.shiftKey && !text.readOnly) {
      event.preventDefault();
      insert('  ');
    } else if (event.key === 'Enter' && !event.ctrlKey && !event.metaKey && !event.isComposing && !text.readOnly) {
      const line = text.value.slice(text.value.lastIndexOf('\n', text.selectionStart - 1) + 1, text.selectionStart);
      const deeper = /[[{]\s*$/.test(line) ? '  ' : '';
      event.preventDefault();
      insert('\n' + line.match(/^[ \t]*/)[0] + deeper);
    }
    leaves = event.key === 'Escape';
  });

  document.addEventListener('keydown', event => {
    if (event.key.toLowerCase() !== 's' || !(event.ctrlKey || event.metaKey)) return;
    event.preventDefault();
    text.form.requestSubmit();
  });

  text.form.addEventListener('submit', () => { saved = text.value; });
  addEventListener('beforeunload', event => {
    if (text.value !== saved) event.preventDefault();
  });

  document.addEventListener('htmx:afterSettle', event => {
    if (!document.getElementById('findings')?.isConnected) return;
    readFindings();
    drawSoon();
  });
  text.addEventListener('input', drawSoon);
  text.addEventListener('scroll', drawSoon);
  new ResizeObserver(drawSoon).observe(text);
  readFindings();
  draw();
})();
