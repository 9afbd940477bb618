/** What the build makes of files that are not TypeScript (widgets/build). */
declare module '*.svg?icon' {
  import type { SVGTemplateResult } from 'lit';

  const drawing: SVGTemplateResult;
  export default drawing;
}
