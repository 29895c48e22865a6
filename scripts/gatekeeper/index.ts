export { gatekeeperForm } from "./_form.ts";
