"""How often a page in a browser has drawn its charts."""

# How often Plotly has drawn since this was called.
COUNT_DRAWINGS = """() => {
  window.drawings = 0;
  for (const name of ["react", "newPlot"]) {
    const draw = Plotly[name];
    Plotly[name] = (...values) => (++window.drawings, draw(...values));
  }
}"""
