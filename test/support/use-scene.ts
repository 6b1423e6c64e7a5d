import { afterAll, beforeAll, beforeEach } from "vitest";
import { createScene, type Scene } from "./scene.ts";

/** One scene for all tests of a file, or of a `describe`: each begins with it as new, once `prepare` has had its way with it. */
export function useScene(
  prepare: (scene: Scene) => Promise<void> | void,
  open: () => Promise<Scene> = createScene,
): void {
  let scene: Scene;
  beforeAll(async () => {
    scene = await open();
  });
  beforeEach(async () => {
    await scene.reset();
    await prepare(scene);
  });
  afterAll(() => scene.close());
}
