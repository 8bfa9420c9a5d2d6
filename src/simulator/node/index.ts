export { type Handler, type ServeOptions, type Server, serve } from "./serve.ts";
