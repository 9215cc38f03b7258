/** What the phone keeps: one IndexedDB per database and user; entries know their visit. */
const STORES = { entries: "uuid", drafts: "visit", days: "id" };

function asPromise(request) {
    return new Promise((resolve, reject) => {
        request.onsuccess = () => resolve(request.result);
        request.onerror = () => reject(request.error);
    });
}

export class PhoneStore {
    constructor(database, userId) {
        this.name = `aftersales-phone/${database}/${userId}`;
    }

    async open() {
        const request = indexedDB.open(this.name, 1);
        request.onupgradeneeded = () => {
            for (const [store, keyPath] of Object.entries(STORES)) {
                const made = request.result.createObjectStore(store, { keyPath });
                if (store === "entries") {
                    made.createIndex("visit", "visit");
                }
            }
        };
        this.db = await asPromise(request);
        // Without this a phone that runs full may throw away what was not sent yet.
        navigator.storage?.persist?.();
    }

    async run(store, mode, work) {
        const transaction = this.db.transaction(store, mode);
        const done = new Promise((resolve, reject) => {
            transaction.oncomplete = resolve;
            transaction.onabort = () => reject(transaction.error);
        });
        const result = await asPromise(work(transaction.objectStore(store)));
        await done;
        return result;
    }

    all(store) {
        return this.run(store, "readonly", (entries) => entries.getAll());
    }

    /** Kept before anything else happens with it; a reactive object is copied. */
    put(store, value) {
        const plain = JSON.parse(JSON.stringify(value));
        return this.run(store, "readwrite", (entries) => entries.put(plain));
    }

    /** All of them or none. */
    async putAll(store, values) {
        const transaction = this.db.transaction(store, "readwrite");
        const done = new Promise((resolve, reject) => {
            transaction.oncomplete = resolve;
            transaction.onabort = () => reject(transaction.error);
        });
        for (const value of values) {
            transaction.objectStore(store).put(JSON.parse(JSON.stringify(value)));
        }
        await done;
    }

    remove(store, key) {
        return this.run(store, "readwrite", (entries) => entries.delete(key));
    }
}
