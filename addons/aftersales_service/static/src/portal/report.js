import { registry } from "@web/core/registry";
import { _t } from "@web/core/l10n/translation";
import { Interaction } from "@web/public/interaction";

const LARGEST = 10 * 1024 * 1024;
const TYPES = ["image/jpeg", "image/png", "image/webp"];
const isLogin = (response) => response.redirected && response.url.includes("/web/login");

/**
 * Pages on which customers and dealers report: photos add up over several shots, are shown
 * and can be taken out again; the page sends itself, so that a refusal loses nothing.
 */
export class AftersalesReport extends Interaction {
    static selector = ".o_aftersales_report";
    dynamicContent = {
        "_root": { "t-on-submit.prevent": this.locked(this.send) },
        ".o_aftersales_photos input[type=file]": { "t-on-change": this.onPhotos },
        ".o_aftersales_photos": { "t-on-click": this.onPhotoClick },
        "input[name=kind]": { "t-on-change": this.showKind },
        "select[name=kind]": { "t-on-change": this.showKind },
        "select[name=category]": { "t-on-change": this.showKind },
        ".o_aftersales_add_damage": { "t-on-click.prevent": this.addDamage },
    };

    setup() {
        // What every file input holds, because a new choice replaces the old one.
        this.photos = new WeakMap();
        this.showKind();
    }

    get minPhotos() {
        const option = this.el.querySelector("select[name=category]")?.selectedOptions[0];
        return Number(option ? option.dataset.photos : this.el.dataset.photos) || 0;
    }

    /** Transport damages are told one by one; everything else is a fault with photos. */
    showKind() {
        const kind = this.el.querySelector("input[name=kind]:checked")?.value;
        const category = this.el.querySelector("select[name=category]");
        const transport = category ? this.minPhotos > 0 : kind === "transport";
        this.toggle(".o_aftersales_damages", transport);
        this.toggle(".o_aftersales_fault_photos", !transport);
        for (const place of this.el.querySelectorAll(".o_aftersales_min")) {
            place.textContent = this.minPhotos;
        }
        this.el.querySelectorAll(".o_aftersales_photos").forEach((box) => this.count(box));
    }

    toggle(selector, shown) {
        for (const part of this.el.querySelectorAll(selector)) {
            part.classList.toggle("d-none", !shown);
            // What is hidden is not sent.
            part.querySelectorAll("input").forEach((input) => (input.disabled = !shown));
        }
    }

    addDamage() {
        const rows = this.el.querySelectorAll(".o_aftersales_damage");
        const row = rows[0].cloneNode(true);
        row.querySelectorAll("input").forEach((input) => {
            input.name = input.name.replace("damage_0_", `damage_${rows.length}_`);
            input.id = input.id.replace("damage_0_", `damage_${rows.length}_`);
            input.value = input.type === "checkbox" ? "1" : "";
            input.checked = false;
        });
        row.querySelectorAll("label[for]").forEach((label) => {
            label.htmlFor = label.htmlFor.replace("damage_0_", `damage_${rows.length}_`);
        });
        row.querySelector(".o_aftersales_number").textContent = rows.length + 1;
        row.querySelector(".o_aftersales_previews").replaceChildren();
        rows[rows.length - 1].after(row);
        this.updateContent(); // listeners for the new row
        this.count(row.querySelector(".o_aftersales_photos"));
        row.querySelector("input").focus();
    }

    onPhotos(ev) {
        const input = ev.currentTarget;
        const kept = this.photos.get(input) || [];
        const known = new Set(kept.map((file) => `${file.name} ${file.size} ${file.lastModified}`));
        const wrong = [];
        for (const file of input.files) {
            if (!TYPES.includes(file.type)) {
                wrong.push(
                    _t(
                        "%s is not a photo that we can show. Please send JPG, PNG or WebP.",
                        file.name,
                    ),
                );
            } else if (file.size > LARGEST) {
                wrong.push(
                    _t(
                        "%s is larger than 10 MB. Please take the photo with a lower resolution.",
                        file.name,
                    ),
                );
            } else if (!known.has(`${file.name} ${file.size} ${file.lastModified}`)) {
                kept.push(file);
            }
        }
        this.keep(input, kept);
        this.say(wrong.join("\n"));
    }

    keep(input, files) {
        this.photos.set(input, files);
        const transfer = new DataTransfer();
        files.forEach((file) => transfer.items.add(file));
        input.files = transfer.files;
        this.show(input.closest(".o_aftersales_photos"));
    }

    show(box) {
        const previews = box.querySelector(".o_aftersales_previews");
        previews.querySelectorAll("img").forEach((image) => URL.revokeObjectURL(image.src));
        previews.replaceChildren();
        for (const input of box.querySelectorAll("input[type=file]")) {
            (this.photos.get(input) || []).forEach((file, index) => {
                const button = document.createElement("button");
                button.type = "button";
                button.className = "o_aftersales_preview btn p-0 position-relative";
                button.title = button.ariaLabel = _t("Remove %s", file.name);
                button.dataset.input = input.id;
                button.dataset.index = index;
                const image = document.createElement("img");
                image.src = URL.createObjectURL(file);
                image.alt = file.name;
                const cross = document.createElement("span");
                cross.className = "badge text-bg-dark position-absolute top-0 end-0";
                cross.textContent = "×";
                button.append(image, cross);
                previews.append(button);
            });
        }
        this.count(box);
    }

    count(box) {
        const place = box.querySelector(".o_aftersales_count");
        const inputs = [...box.querySelectorAll("input[type=file]")];
        const number = inputs.reduce((sum, input) => sum + input.files.length, 0);
        const needed = box.closest(".o_aftersales_damage") ? this.minPhotos : 0;
        place.textContent = needed
            ? _t("%(count)s of %(needed)s photos", { count: number, needed })
            : _t("%s photos", number);
        place.classList.toggle("text-danger", needed > number);
    }

    onPhotoClick(ev) {
        const button = ev.target.closest(".o_aftersales_preview");
        if (button) {
            ev.preventDefault();
            const input = this.el.querySelector(`#${button.dataset.input}`);
            const files = [...this.photos.get(input)];
            files.splice(Number(button.dataset.index), 1);
            this.keep(input, files);
        }
    }

    say(text) {
        const place = this.el.querySelector(".o_aftersales_error");
        place.textContent = text;
        place.classList.toggle("d-none", !text);
        if (text) {
            place.scrollIntoView({ block: "center" });
        }
    }

    async send() {
        this.say("");
        const button = this.el.querySelector("button[type=submit]");
        button.disabled = true;
        try {
            await this.post();
        } finally {
            button.disabled = false;
        }
    }

    /** After a new login the page needs the token of the new session; nothing else of it. */
    async renewToken() {
        const response = await this.waitFor(fetch(this.el.getAttribute("action")));
        const page = new DOMParser().parseFromString(
            await this.waitFor(response.text()),
            "text/html",
        );
        const token = page.querySelector("input[name=csrf_token]")?.value;
        if (token && !isLogin(response)) {
            this.el.querySelector("input[name=csrf_token]").value = token;
            this.expired = false;
        }
    }

    async post() {
        if (this.expired) {
            await this.renewToken();
        }
        const data = new FormData(this.el);
        data.set("reply", "json");
        try {
            const response = await this.waitFor(
                fetch(this.el.getAttribute("action"), { method: "POST", body: data }),
            );
            // Whoever logged out is sent to the login; a token of an old session is refused.
            if (isLogin(response) || response.status === 400) {
                this.expired = true;
                return this.say(
                    _t(
                        "Your login has expired. Log in again in another tab, then press the button again; nothing is lost.",
                    ),
                );
            }
            if (response.status === 413) {
                return this.say(_t("All photos together are too large. Please remove some."));
            }
            const answer = await this.waitFor(response.json());
            if (answer.url) {
                window.location = answer.url;
                return new Promise(() => {}); // the button stays shut until the page is gone
            }
            if (answer.html) {
                this.el.outerHTML = answer.html;
                return;
            }
            this.say(answer.error);
        } catch {
            this.say(
                _t(
                    "Nothing was sent. Please check your connection and press the button again; nothing is lost.",
                ),
            );
        }
    }
}

registry.category("public.interactions").add("aftersales_service.report", AftersalesReport);
