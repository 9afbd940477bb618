// Which Node runs Lobi: the one that package-lock.json pins, whatever Node npm itself runs under.

import process from 'node:process';
import { at, exists, Plain } from './place.mjs';

/** The oldest Node that runs Lobi's sources as they are (TypeScript stripped, no build). */
export const oldestNode = [24, 15];

/** Folder of the pinned Node's package on this machine, whether or not it is installed. */
export const pinnedNodeHome = at('node_modules', `node-${process.platform}-${process.arch}`);

/** Path of the Node to run. Throws where neither the pinned one nor the running one will do. */
export function pinnedNode() {
  const pinned = `${pinnedNodeHome}/bin/node`;
  if (exists(pinned)) return pinned;
  if (isNewEnough(process.versions.node)) return process.execPath;
  throw new Plain(
    `Lobi runs on Node ${oldestNode.join('.')} or later. On Linux (x64, arm64) it brings its own; on ` +
      `${process.platform} ${process.arch} please install Node 24 first. This is ${process.versions.node}.`,
  );
}

function isNewEnough(version) {
  const [major, minor] = version.split('.').map(Number);
  return major > oldestNode[0] || (major === oldestNode[0] && minor >= oldestNode[1]);
}
