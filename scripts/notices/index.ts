export { goComponents } from "./_go-components.ts";
export { npmComponents } from "./_npm-components.ts";
export { noticesText } from "./_text.ts";
