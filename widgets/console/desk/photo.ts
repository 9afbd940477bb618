/**
 * Photos of a badge: whatever the browser can show becomes a JPEG of the size that is printed, upright and without what the
 * camera wrote beside it.
 */

const width = 720;
const height = 900;
const most = 30 * 1024 * 1024;

/** Throws where the file is no picture that this browser can show. */
export async function photoOfFile(file: Blob): Promise<Blob> {
  if (file.size > most) throw new Error('too large');
  const picture = await createImageBitmap(file, { imageOrientation: 'from-image' });
  try {
    return await drawn(picture, picture.width, picture.height);
  } finally {
    picture.close();
  }
}

/** What the camera shows now. */
export function photoOfVideo(video: HTMLVideoElement): Promise<Blob> {
  return drawn(video, video.videoWidth, video.videoHeight);
}

/** The middle of a picture in the proportions of a badge's photo; never made larger than it is. */
async function drawn(source: CanvasImageSource, wide: number, high: number): Promise<Blob> {
  const cut = Math.min(wide / width, high / height);
  const scale = Math.min(1, 1 / cut);
  const canvas = document.createElement('canvas');
  canvas.width = Math.round(width * cut * scale);
  canvas.height = Math.round(height * cut * scale);
  const [w, h] = [width * cut, height * cut];
  const pen = canvas.getContext('2d')!;
  pen.fillStyle = '#fff';
  pen.fillRect(0, 0, canvas.width, canvas.height);
  pen.drawImage(source, (wide - w) / 2, (high - h) / 2, w, h, 0, 0, canvas.width, canvas.height);
  return new Promise((resolve, reject) => {
    canvas.toBlob((blob) => (blob ? resolve(blob) : reject(new Error('no picture'))), 'image/jpeg', 0.86);
  });
}
