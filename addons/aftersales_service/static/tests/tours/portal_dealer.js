import { registry } from "@web/core/registry";

const FORM = ".o_aftersales_report";
const SEND = `${FORM} button[type=submit]:enabled`;
const fill = (id, text) => ({ trigger: `${FORM} #${id}`, run: `edit ${text}` });

/** A real picture of one colour, or a file too large to be sent. */
async function photo(shade) {
    if (!shade) {
        const large = new Uint8Array(10 * 1024 * 1024 + 1);
        return new File([large], "太大.jpg", { type: "image/jpeg" });
    }
    const canvas = new OffscreenCanvas(40, 30);
    const brush = canvas.getContext("2d");
    brush.fillStyle = `rgb(${shade}, 80, 80)`;
    brush.fillRect(0, 0, 40, 30);
    const blob = await canvas.convertToBlob({ type: "image/jpeg" });
    return new File([blob], `IMG_${shade}.jpg`, { type: "image/jpeg" });
}

const choose = (shade) => ({
    content: "choose a photo",
    trigger: "label[for=photos_album]",
    async run() {
        const transfer = new DataTransfer();
        transfer.items.add(await photo(shade));
        const input = document.getElementById("photos_album");
        input.files = transfer.files;
        input.dispatchEvent(new Event("change", { bubbles: true }));
    },
});

const day = (id, value) => ({
    trigger: `${FORM} #${id}`,
    run({ anchor }) {
        anchor.value = value;
        anchor.dispatchEvent(new Event("change", { bubbles: true }));
    },
});

/** What the page says, in the language of the page or of its source. */
const said = (words) => ({
    content: words,
    trigger: `${FORM} .o_aftersales_error:not(.d-none):not(:empty)`,
    run({ anchor }) {
        if (!new RegExp(words).test(anchor.textContent)) {
            throw new Error(anchor.textContent);
        }
    },
});

/** Somebody logs out in another tab, and in again after the page has said so. */
const logOut = {
    content: "the session ends",
    trigger: FORM,
    run: () => fetch("/web/session/logout"),
};
const logIn = {
    content: "log in again in another tab",
    trigger: FORM,
    async run() {
        const page = await (await fetch("/web/login")).text();
        const found = new DOMParser().parseFromString(page, "text/html");
        const body = new FormData(found.querySelector("form.oe_login_form"));
        body.set("login", "as_dealer");
        body.set("password", "as_dealer");
        await fetch("/web/login", { method: "POST", body });
    },
};

const fits = {
    content: "nothing is wider than the phone",
    trigger: FORM,
    run() {
        const { scrollWidth, clientWidth } = document.documentElement;
        if (scrollWidth > clientWidth + 1) {
            throw new Error(`${scrollWidth} of ${clientWidth} px`);
        }
    },
};

registry.category("web_tour.tours").add("aftersales_dealer", {
    steps: () => [
        {
            trigger: "a[href='/my/dealer/activations']",
            run: "click",
            expectUnloadPage: true,
        },
        {
            trigger: "a[href='/my/dealer/activations/new']",
            run: "click",
            expectUnloadPage: true,
        },
        fits,
        fill("serial", "DL260900001"),
        day("sold_on", "2026-08-20"),
        fill("invoice_number", "FP-0001"),
        fill("customer_name", "历城泵站"),
        fill("customer_phone", "0531-66660001"),
        fill("city", "济南市"),
        choose(0),
        said("太大.jpg"),
        choose(90),
        { trigger: `${FORM} .o_aftersales_preview` },
        logOut,
        { trigger: SEND, run: "click" },
        said("登录已过期|login has expired"),
        logIn,
        { trigger: SEND, run: "dblclick", expectUnloadPage: true },
        { trigger: "li[data-state=accepted]:contains('DL260900001')" },
        {
            trigger: ".breadcrumb a[href='/my/dealer']",
            run: "click",
            expectUnloadPage: true,
        },
        { trigger: "a[href='/my/dealer/claims']", run: "click", expectUnloadPage: true },
        { trigger: "a[href='/my/dealer/claims/new']", run: "click", expectUnloadPage: true },
        fits,
        fill("serial", "DL260900001"),
        fill("contact_phone", "13800001234"),
        fill("fault", "电机异响"),
        fill("work_done", "更换轴承"),
        day("done_on", "2026-09-01"),
        fill("line_0_name", "轴承6205"),
        fill("line_0_quantity", "2"),
        fill("line_0_price", "300"),
        { trigger: `${FORM} #line_1_kind`, run: "select labour" },
        fill("line_1_name", "更换工时"),
        fill("line_1_quantity", "1.5"),
        choose(120),
        { trigger: `${FORM} .o_aftersales_preview` },
        { trigger: SEND, run: "click" },
        said("500"),
        fill("line_0_price", "30"),
        { trigger: SEND, run: "click", expectUnloadPage: true },
        { trigger: ".o_aftersales_claim_lines li:contains('轴承6205')" },
        { trigger: ".alert-success" },
    ],
});
