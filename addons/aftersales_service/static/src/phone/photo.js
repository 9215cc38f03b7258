const LONGEST = 1600; // pixels: readable, and small enough for a weak network

function asBase64(blob) {
    return new Promise((resolve, reject) => {
        const reader = new FileReader();
        reader.onload = () => resolve(reader.result.split(",")[1]);
        reader.onerror = () => reject(reader.error);
        reader.readAsDataURL(blob);
    });
}

async function shrink(file) {
    const image = await createImageBitmap(file);
    const scale = Math.min(1, LONGEST / Math.max(image.width, image.height));
    const canvas = document.createElement("canvas");
    canvas.width = Math.round(image.width * scale);
    canvas.height = Math.round(image.height * scale);
    canvas.getContext("2d").drawImage(image, 0, 0, canvas.width, canvas.height);
    return new Promise((resolve) => canvas.toBlob(resolve, "image/jpeg", 0.8));
}

/** A photo of the camera as base64, made smaller where the browser can read it. */
export async function readPhoto(file) {
    let blob = file;
    try {
        blob = (await shrink(file)) || file;
    } catch {
        // A format that the browser cannot draw is sent as it is.
    }
    return asBase64(blob);
}
