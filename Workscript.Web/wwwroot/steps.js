// The form of a step keeps itself as one types. What is being typed while the answer comes is carried over into the new form. Whoever presses a button takes
// what was typed along, whoever follows a link has it kept first, and leaving with something unkept asks.
(() => {
  const form = () => document.getElementById('step-form');
  const fields = () => [...document.querySelectorAll('#step-form [name]')];
  const isChanged = field => {
    if (field.type === 'checkbox') return field.checked !== field.defaultChecked;
    if (field.options) return [...field.options].some(option => option.selected !== option.defaultSelected) && field.selectedIndex !== Math.max(0, [...field.options].findIndex(option => option.defaultSelected));
    return field.type !== 'hidden' && field.value !== field.defaultValue;
  };
  const hasChanges = () => fields().some(isChanged);

  let timer;
  let isLeaving = false;
  document.addEventListener('change', event => {
    if (!form()?.contains(event.target)) return;
    clearTimeout(timer);
    timer = setTimeout(() => window.htmx?.trigger(form(), 'keep'), 300);
  });
  document.addEventListener('pointerdown', event => {
    if (event.target.closest('button, a') && !event.target.closest('#known')) clearTimeout(timer);
  }, true);

  let carried = [];
  document.addEventListener('htmx:beforeRequest', () => {
    for (const field of fields()) field.sent = field.value;
  });
  document.addEventListener('htmx:beforeSwap', event => {
    if (event.detail.target.id !== 'editor') return;
    carried = fields().filter(field => 'sent' in field && field.value !== field.sent).map(field => [field.id, field.value]);
  });
  document.addEventListener('htmx:afterSwap', () => {
    for (const [id, value] of carried) {
      const field = document.getElementById(id);
      if (field) field.value = value;
    }
    carried = [];
  });

  document.addEventListener('click', async event => {
    const link = event.target.closest('#editor a[href]');
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey || !form() || !hasChanges()) return;
    event.preventDefault();
    const answer = await fetch(form().action, { method: 'POST', body: new URLSearchParams(new FormData(form())), redirect: 'manual' }).catch(() => null);
    if (answer?.type === 'opaqueredirect') {
      isLeaving = true;
      location.href = link.href;
    } else {
      form().requestSubmit();
    }
  });
  // A reference goes to where one was typing last, in place of what is selected there.
  let typedIn;
  document.addEventListener('focusin', event => {
    if (form()?.contains(event.target) && event.target.matches('input:not([type=hidden], [type=checkbox]), textarea')) typedIn = event.target.id;
  });
  document.addEventListener('click', event => {
    const reference = event.target.closest('[data-insert]')?.dataset.insert;
    const field = reference && (document.getElementById(typedIn) ?? form()?.querySelector('input.data, textarea.data'));
    if (!field) return;
    const isWithin = field.value !== '' && field.value.length !== field.selectionEnd - field.selectionStart && !field.value.includes('{{= ');
    field.setRangeText(isWithin ? `{{${reference}}}` : reference, isWithin ? field.selectionStart : 0, isWithin ? field.selectionEnd : field.value.length, 'end');
    field.focus();
    field.dispatchEvent(new Event('change', { bubbles: true }));
  });

  document.addEventListener('submit', event => {
    if (event.target === form()) isLeaving = true;
  });
  addEventListener('beforeunload', event => {
    if (!isLeaving && hasChanges()) event.preventDefault();
  });
  addEventListener('keydown', event => {
    if (!(event.ctrlKey || event.metaKey) || event.key !== 's') return;
    event.preventDefault();
    form()?.requestSubmit();
  });
})();
