// What every page has beyond HTML: keys, times that stay true, copying, lists that submit themselves. Nothing depends on it.
(() => {
  const goTo = { h: '/', w: '/workflows', r: '/runs', d: '/data', n: '/nodes', s: '/settings' };
  const isTyping = element => element.closest('input, textarea, select, [contenteditable]') !== null;
  let wentG = 0;

  document.addEventListener('keydown', event => {
    if (event.key === 'Escape' && event.target.id === 'search') {
      clearFound();
      event.target.blur();
    }
    if (event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target)) return;

    if (event.timeStamp - wentG < 1000 && goTo[event.key]) {
      location.assign(goTo[event.key]);
    } else if (event.key === 'g') {
      wentG = event.timeStamp;
    } else if (event.key === '/') {
      event.preventDefault();
      document.getElementById('search')?.focus();
    } else if (event.key === 'j' || event.key === 'k') {
      moveInList(event.key === 'j' ? 1 : -1);
    } else if (event.key === '?') {
      document.getElementById('keys')?.togglePopover();
      document.querySelector('#keys:popover-open')?.focus();
    } else {
      const target = document.querySelector(`[data-key="${CSS.escape(event.key)}"]`);
      target?.matches('input, textarea, select') ? target.focus() : target?.click();
      if (target) event.preventDefault();
    }
  });

  function moveInList(by) {
    const items = [...document.querySelectorAll('.table .name > a, .rows .main > a, .steps summary, .node-grid a')].filter(item => item.offsetParent);
    const at = items.indexOf(document.activeElement);
    items[at < 0 ? 0 : Math.min(Math.max(at + by, 0), items.length - 1)]?.focus();
  }

  // Workflows found while typing: gone with Escape, or once the focus is elsewhere.
  const clearFound = () => document.getElementById('found')?.replaceChildren();
  document.addEventListener('focusin', event => event.target.closest('.search') || clearFound());
  document.addEventListener('pointerdown', event => event.target.closest('.search') || clearFound());

  // One menu is open at a time, and none once one looks elsewhere.
  const closeMenus = except => document.querySelectorAll('details.menu[open]').forEach(menu => { if (menu !== except) menu.open = false; });
  document.addEventListener('pointerdown', event => closeMenus(event.target.closest('details.menu')));
  document.addEventListener('keydown', event => {
    const menu = event.key === 'Escape' && document.querySelector('details.menu[open]');
    if (!menu) return;
    menu.open = false;
    menu.querySelector('summary').focus();
  });

  document.addEventListener('change', event => {
    if (event.target.matches('[data-submit]')) event.target.form.requestSubmit();
  });

  document.addEventListener('click', async event => {
    const button = event.target.closest('[data-copy]');
    if (!button) return;
    await navigator.clipboard.writeText(document.getElementById(button.dataset.copy).textContent);
    const words = button.textContent;
    button.lastChild.textContent = 'Copied';
    setTimeout(() => { button.lastChild.textContent = words; }, 1500);
  });

  const local = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium', timeStyle: 'medium' });
  function ago(time) {
    const seconds = Math.floor((Date.now() - time) / 1000);
    if (seconds < 0) return ahead(-seconds);
    if (seconds < 10) return 'just now';
    if (seconds < 60) return `${seconds} s ago`;
    if (seconds < 3600) return `${Math.floor(seconds / 60)} min ago`;
    return seconds < 86400 ? `${Math.floor(seconds / 3600)} h ago` : null;
  }
  function ahead(seconds) {
    if (seconds < 60) return `in ${seconds} s`;
    if (seconds < 3600) return `in ${Math.floor(seconds / 60)} min`;
    return seconds < 48 * 3600 ? `in ${Math.floor(seconds / 3600)} h` : null;
  }
  function refreshTimes() {
    for (const element of document.querySelectorAll('time[datetime]')) {
      const time = new Date(element.dateTime);
      element.title = local.format(time);
      const words = ago(time);
      if (words && words !== element.textContent) element.textContent = words;
    }
  }
  refreshTimes();
  setInterval(refreshTimes, 10000);

  // live.js says when a stream is there; every page says when the network is not.
  const dot = document.getElementById('connection');
  const words = { live: 'Live', polling: 'Polling', offline: 'Offline' };
  window.showConnection = state => {
    if (!dot) return;
    dot.hidden = !state;
    if (!state) return;
    dot.dataset.connection = state;
    dot.textContent = words[state];
  };
  addEventListener('offline', () => showConnection('offline'));
  addEventListener('online', () => showConnection(null));
})();
