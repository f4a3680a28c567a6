/** Gives a file to the browser, which asks or keeps it where it keeps what is downloaded. */
export function save(name: string, content: BlobPart, type: string): void {
  const address = URL.createObjectURL(new Blob([content], { type }));
  const link = document.createElement("a");
  link.href = address;
  link.download = name;
  link.click();
  // A browser may begin to read only after this task.
  setTimeout(() => URL.revokeObjectURL(address), 60_000);
}

/** An SVG document as a PNG of twice its size; nothing if the browser makes none. */
export async function png(svg: string): Promise<Blob | undefined> {
  const image = new Image();
  try {
    // Not an address of a blob: the page's policy lets no picture come from one.
    image.src = `data:image/svg+xml,${encodeURIComponent(svg)}`;
    await image.decode();
    const canvas = document.createElement("canvas");
    canvas.width = 2 * image.naturalWidth;
    canvas.height = 2 * image.naturalHeight;
    const context = canvas.getContext("2d");
    if (!context) return undefined;
    context.fillStyle = "white";
    context.fillRect(0, 0, canvas.width, canvas.height);
    context.drawImage(image, 0, 0, canvas.width, canvas.height);
    return await new Promise((resolve) => canvas.toBlob((blob) => resolve(blob ?? undefined), "image/png"));
  } catch {
    return undefined;
  }
}
