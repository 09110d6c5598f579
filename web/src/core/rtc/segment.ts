import type { Results, SelfieSegmentation } from '@mediapipe/selfie_segmentation';
import graph from '@mediapipe/selfie_segmentation/selfie_segmentation.binarypb?url';
import library from '@mediapipe/selfie_segmentation/selfie_segmentation.js?url';
import model from '@mediapipe/selfie_segmentation/selfie_segmentation_landscape.tflite?url';
import engineCode from '@mediapipe/selfie_segmentation/selfie_segmentation_solution_simd_wasm_bin.js?url';
import engine from '@mediapipe/selfie_segmentation/selfie_segmentation_solution_simd_wasm_bin.wasm?url';

// Finds the person in a picture, on this device: no picture leaves it. All files are our own server's.
const files: Record<string, string> = {
  'selfie_segmentation.binarypb': graph,
  'selfie_segmentation_landscape.tflite': model,
  'selfie_segmentation_solution_simd_wasm_bin.js': engineCode,
  'selfie_segmentation_solution_simd_wasm_bin.wasm': engine,
};

declare global {
  interface Window {
    SelfieSegmentation?: typeof SelfieSegmentation;
  }
}

export type { Results };

/** The finder, ready to use; one for each camera. Rejects when this device cannot do it. */
export async function newFinder(found: (results: Results) => void): Promise<SelfieSegmentation> {
  await classicScript(library);
  if (!window.SelfieSegmentation) throw new Error('the library is not there');
  const finder = new window.SelfieSegmentation({
    locateFile: (name) => {
      const url = files[name];
      if (!url) throw new Error(`this browser is too old: ${name}`);
      return url;
    },
  });
  finder.setOptions({ modelSelection: 1 }); // The landscape one: the smallest and quickest.
  finder.onResults(found);
  await finder.initialize();
  return finder;
}

/** The library is no module: it leaves its name on the window. */
let loaded: Promise<void> | undefined;
function classicScript(src: string): Promise<void> {
  loaded ??= new Promise((resolve, reject) => {
    const script = Object.assign(document.createElement('script'), { src, onload: () => resolve() });
    script.onerror = () => {
      script.remove();
      loaded = undefined; // The next press tries again.
      reject(new Error('the library did not come'));
    };
    document.head.append(script);
  });
  return loaded;
}
