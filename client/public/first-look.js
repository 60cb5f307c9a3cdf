// The theme before the page's own script has come: a dark wall that loads itself anew must not flash.
// The same choice as in format/display-settings.ts; a file of its own, since no script may stand in the page.
/* global window, document, URLSearchParams */
{
  const wanted = new URLSearchParams(window.location.search).get('theme');
  const dark = window.matchMedia('(prefers-color-scheme: dark)').matches;
  const theme = wanted === 'light' || wanted === 'dark' ? wanted : dark ? 'dark' : 'light';
  document.documentElement.dataset.theme = theme;
}
