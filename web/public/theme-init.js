// Sets the chosen theme before the first paint; a file of its own because the policy allows no inline script.
(function () {
  try {
    var theme = localStorage.getItem('switchroom.theme');
    if (theme === 'light' || theme === 'dark') document.documentElement.dataset.theme = theme;
  } catch {
    // Storage may be forbidden; the system's theme then stands.
  }
})();
