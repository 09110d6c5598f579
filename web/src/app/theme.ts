/** Puts the organisation's token file over the base theme: /themes/<name>.css, scoped by a class on <html>. */
export function applyTheme(name: string | undefined): void {
  if (!name || !/^[a-z0-9-]+$/.test(name)) return;
  const root = document.documentElement;
  if (root.classList.contains(`theme-${name}`)) return;
  const link = document.createElement('link');
  link.rel = 'stylesheet';
  link.href = `/themes/${name}.css`;
  document.head.append(link);
  root.classList.add(`theme-${name}`);
}
