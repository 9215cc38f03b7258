import { registry } from "@web/core/registry";

import { findBarriers } from "./accessibility";

const PAGE = ".o_aftersales_phone";
const big = (code) => `${PAGE} .o_phone_big[data-code='${code}']`;
const press = (code) => ({ content: `press ${code}`, trigger: big(code), run: "click" });
const open = { content: "open the first visit", trigger: `${PAGE} .o_phone_visit`, run: "click" };
const fill = (name, text) => ({ trigger: `${PAGE} [name='${name}']`, run: `edit ${text}` });
const tick = (name) => ({ trigger: `${PAGE} [name='${name}']`, run: "click" });
const said = (words) => ({
    content: words,
    trigger: `${PAGE} .o_phone_count:contains('${words}')`,
});

/** A finger that draws a line. */
const draw = {
    content: "the customer signs",
    trigger: `${PAGE} canvas`,
    async run({ anchor }) {
        const box = anchor.getBoundingClientRect();
        const at = (type, x, y) =>
            anchor.dispatchEvent(
                new PointerEvent(type, {
                    bubbles: true,
                    pointerId: 1,
                    clientX: box.left + x,
                    clientY: box.top + y,
                }),
            );
        at("pointerdown", 30, 60);
        for (let x = 40; x < 200; x += 20) {
            at("pointermove", x, 60 + (x % 3) * 12);
        }
        at("pointerup", 200, 80);
        anchor.dispatchEvent(new MouseEvent("click", { bubbles: true }));
    },
};

/** Every tap on something that is not a field to type in, from now on. */
const startCounting = {
    content: "count the taps from here",
    trigger: big("arrive"),
    run() {
        window.aftersalesTaps = [];
        document.addEventListener(
            "click",
            (ev) => {
                const typed = ev.target.closest("textarea, input:not([type='checkbox'])");
                const echo = ev.target.closest("label") && !ev.target.closest("input");
                if (!typed && !echo) {
                    window.aftersalesTaps.push(ev.target.outerHTML.slice(0, 80));
                }
            },
            { capture: true },
        );
    },
};
const stopCounting = {
    content: "at most 8 taps",
    trigger: `${PAGE} .o_phone_faces`,
    run() {
        const taps = window.aftersalesTaps;
        if (taps.length > 8 || taps.length < 5) {
            throw new Error(`${taps.length} taps: ${taps.join("\n")}`);
        }
    },
};

/** What a thumb must hit is 44 px, everything has a name and can be read in the sun. */
const checkTargets = {
    content: "targets, labels and contrast",
    trigger: `${PAGE} .o_phone_big`,
    run() {
        const barriers = findBarriers(document.querySelector(PAGE));
        if (barriers.length) {
            throw new Error(barriers.join("\n"));
        }
        if (document.querySelectorAll(`${PAGE} .o_phone_big`).length !== 1) {
            throw new Error("more than one big button");
        }
    },
};

const findings = [
    { trigger: `${PAGE} select[name='facts']`, run: "select yes:wear" },
    fill("cause", "轴承缺油磨损"),
    fill("action_taken", "更换轴承"),
    tick("tested"),
    tick("instructed"),
];

registry.category("web_tour.tours").add("aftersales_technician_day", {
    steps: () => [
        open,
        checkTargets,
        {
            content: "call, without leaving the page",
            trigger: big("call"),
            run({ anchor }) {
                anchor.addEventListener("click", (ev) => ev.preventDefault());
                anchor.click();
            },
        },
        { trigger: `${PAGE} .o_phone_no_answer` },
        press("contact"),
        press("leave"),
        startCounting,
        press("arrive"),
        press("start"),
        checkTargets,
        ...findings,
        press("finish"),
        checkTargets,
        draw,
        press("sign"),
        stopCounting,
        checkTargets,
        { trigger: `${PAGE} .o_phone_face[data-level='4']`, run: "click" },
        press("rate"),
        press("away"),
        { trigger: big("close") },
        { trigger: `${PAGE} .o_phone_net:has(.fa-check-circle)` },
    ],
});

// --- a paid job: opinion card and money

const rate = (field, level) => ({
    content: `${field}: ${level}`,
    trigger: `${PAGE} .o_phone_rating[data-field='${field}'] .o_phone_face[data-level='${level}']`,
    run: "click",
});

registry.category("web_tour.tours").add("aftersales_technician_money", {
    steps: () => [
        open,
        startCounting,
        press("arrive"),
        press("start"),
        ...findings,
        press("finish"),
        draw,
        press("sign"),
        stopCounting,
        checkTargets,
        rate("rate_attitude", 4),
        rate("rate_skill", 4),
        rate("rate_arrival", 3),
        rate("rate_promises", 4),
        press("rate"),
        { trigger: big("away") },
        { trigger: `${PAGE} .o_phone_card[data-card='fees'] button`, run: "click" },
        { trigger: `${PAGE} [name='means']`, run: "select wechat" },
        { content: "the company's code is shown", trigger: `${PAGE} .o_phone_pay_code img` },
        fill("receipt_number", "0003172"),
        checkTargets,
        { trigger: `${PAGE} .o_phone_collect`, run: "click" },
        { trigger: `${PAGE} .o_phone_receipt:contains('0003172')` },
        { trigger: `${PAGE} .o_phone_net:has(.fa-check-circle)` },
        press("away"),
        { trigger: big("close") },
        { trigger: `${PAGE} .o_phone_net:has(.fa-check-circle)` },
    ],
});

// --- the network is cut in the middle

let kept;
/** The test listens to this and switches the network of the browser. */
const network = (word) => ({
    content: `network ${word}`,
    trigger: PAGE,
    // eslint-disable-next-line no-console -- what the test listens to
    run: () => console.log(`network: ${word}`),
});

async function readQueue() {
    const [{ name }] = (await indexedDB.databases()).filter((db) =>
        db.name.startsWith("aftersales-phone/"),
    );
    const db = await new Promise((resolve) => {
        indexedDB.open(name).onsuccess = (ev) => resolve(ev.target.result);
    });
    const request = db.transaction("entries").objectStore("entries").getAll();
    const entries = await new Promise((resolve) => {
        request.onsuccess = () => resolve(request.result);
    });
    return entries.sort((one, other) => one.order - other.order);
}

registry.category("web_tour.tours").add("aftersales_technician_offline", {
    steps: () => [
        open,
        press("arrive"),
        { trigger: `${PAGE} .o_phone_net:has(.fa-check-circle)` },
        network("cut"),
        press("start"),
        { content: "the phone has noticed", trigger: `${PAGE} .o_phone_off` },
        ...findings,
        {
            content: "back to the list and in again: nothing is forgotten",
            trigger: `${PAGE} .o_phone_back`,
            run: "click",
        },
        open,
        { trigger: `${PAGE} .o_phone_card[data-card='photos'] button`, run: "click" },
        {
            content: "a photo of the camera",
            trigger: `${PAGE} [name='photo_before_ids']:not(:visible)`,
            async run({ anchor }) {
                const canvas = document.createElement("canvas");
                canvas.width = canvas.height = 8;
                canvas.getContext("2d").fillRect(0, 0, 8, 8);
                const blob = await new Promise((resolve) => canvas.toBlob(resolve));
                const files = new DataTransfer();
                files.items.add(new File([blob], "before.png", { type: "image/png" }));
                anchor.files = files.files;
                anchor.dispatchEvent(new Event("change", { bubbles: true }));
            },
        },
        { trigger: `${PAGE} .o_phone_thumbs img` },
        press("finish"),
        draw,
        press("sign"),
        { trigger: `${PAGE} .o_phone_face[data-level='3']`, run: "click" },
        press("rate"),
        said("4"),
        {
            content: "four steps wait in the browser's own store",
            trigger: PAGE,
            async run() {
                kept = await readQueue();
                const actions = kept.map((entry) => entry.action || "photo").join();
                if (actions !== "start,photo,finish,sign") {
                    throw new Error(actions);
                }
            },
        },
        network("back"),
        { trigger: `${PAGE} .o_phone_net:has(.fa-check-circle)` },
        {
            content: "the same queue again: every step is known",
            trigger: big("away"),
            async run() {
                const left = await readQueue();
                const params = {
                    model: "aftersales.visit",
                    method: "action_sync",
                    args: [[kept[0].visit], kept],
                    kwargs: {},
                };
                const answer = await fetch("/web/dataset/call_kw/aftersales.visit/action_sync", {
                    method: "POST",
                    headers: { "Content-Type": "application/json" },
                    body: JSON.stringify({ jsonrpc: "2.0", method: "call", params }),
                });
                const { result } = await answer.json();
                const statuses = result.results.map((one) => one.status).join();
                if (left.length || statuses !== "known,known,known,known") {
                    throw new Error(`${left.length} left, ${statuses}`);
                }
            },
        },
    ],
});

/** Another firm's man in the portal: the same page, in the language of his login. */
registry.category("web_tour.tours").add("aftersales_contractor", {
    steps: () => [
        {
            trigger: "li[data-visit] button[value='accept']",
            run: "click",
            expectUnloadPage: true,
        },
        { trigger: "li[data-visit] .text-bg-success" },
        { trigger: "a[href='/my/visits/phone']", run: "click", expectUnloadPage: true },
        said("已全部发送"),
        open,
        checkTargets,
        {
            content: "call, without leaving the page",
            trigger: big("call"),
            run({ anchor }) {
                anchor.addEventListener("click", (ev) => ev.preventDefault());
                anchor.click();
            },
        },
        press("contact"),
        press("leave"),
        press("arrive"),
        press("start"),
        ...findings,
        press("finish"),
        draw,
        press("sign"),
        { trigger: `${PAGE} .o_phone_face[data-level='4']`, run: "click" },
        press("rate"),
        { trigger: big("away") },
        said("已全部发送"),
    ],
});
