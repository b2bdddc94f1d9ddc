// Small helps for the parts of a chart.

export function isPicture({format}) {
  return format === "png" || format === "svg";
}

export function add(parent, tag, name = "") {
  const element = parent.appendChild(document.createElement(tag));
  if (name) element.className = name;
  return element;
}
