import { user } from "@web/core/user";
import { session } from "@web/session";

const LARGEST = 4000000; // characters of one picture
const WHOLE = 40000000; // characters of all of them
const STORE = "pictures";

function asPromise(request) {
    return new Promise((resolve, reject) => {
        request.onsuccess = () => resolve(request.result);
        request.onerror = () => reject(request.error);
    });
}

function asDataUrl(blob) {
    return new Promise((resolve, reject) => {
        const reader = new FileReader();
        reader.onload = () => resolve(reader.result);
        reader.onerror = () => reject(reader.error);
        reader.readAsDataURL(blob);
    });
}

/**
 * Pictures of the day's drawings, kept for where there is no network. A database of their
 * own: the queue of steps is never held up by it, nor lost with it.
 */
export class Pictures {
    constructor(database, userId, limits = {}) {
        this.name = `aftersales-pictures/${database}/${userId}`;
        this.limits = { largest: LARGEST, whole: WHOLE, ...limits };
    }

    async open() {
        const request = indexedDB.open(this.name, 1);
        request.onupgradeneeded = () => request.result.createObjectStore(STORE, { keyPath: "id" });
        return asPromise(request);
    }

    async run(mode, work) {
        this.opened = this.opened || this.open();
        const transaction = (await this.opened).transaction(STORE, mode);
        return asPromise(work(transaction.objectStore(STORE)));
    }

    /** Fetch what is missing or was drawn anew, and forget what the day does not need. */
    keep(drawings) {
        this.turn = (this.turn || Promise.resolve()).then(() =>
            this.keepAll(drawings).catch(() => {}),
        );
        return this.turn;
    }

    async keepAll(drawings) {
        const kept = new Map();
        for (const picture of await this.run("readonly", (store) => store.getAll())) {
            const drawing = drawings.find((one) => one.id === picture.id);
            if (drawing) {
                kept.set(picture.id, picture);
            } else {
                await this.run("readwrite", (store) => store.delete(picture.id));
            }
        }
        let size = 0;
        for (const drawing of drawings) {
            let picture = kept.get(drawing.id);
            if (picture?.stamp !== drawing.stamp) {
                picture = await this.fetch(drawing);
                if (picture && size + picture.data.length <= this.limits.whole) {
                    await this.run("readwrite", (store) => store.put(picture));
                }
            }
            size += picture?.data.length || 0;
        }
    }

    /** Nothing without network, and of a picture that is too large for a phone. */
    async fetch({ id, stamp, url }) {
        try {
            const answer = await fetch(url);
            const blob = answer.ok && (await answer.blob());
            const data = blob && (await asDataUrl(blob));
            return data && data.length <= this.limits.largest && { id, stamp, data };
        } catch {
            return false;
        }
    }

    /** What is to be shown: the kept picture of this very drawing, else the address of the
     * server; another one would lead to another part. */
    async get(drawing) {
        try {
            const kept = await this.run("readonly", (store) => store.get(drawing.id));
            return kept?.stamp === drawing.stamp ? kept.data : drawing.url;
        } catch {
            return drawing.url;
        }
    }
}

let pictures;

/** Those of this page. */
export function getPictures() {
    pictures = pictures || new Pictures(session.db || location.host, user.userId);
    return pictures;
}
