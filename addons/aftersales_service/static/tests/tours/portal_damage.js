import { registry } from "@web/core/registry";

/** A real picture of one colour, as a file that somebody chose. */
async function photo(shade) {
    const canvas = new OffscreenCanvas(40, 30);
    const brush = canvas.getContext("2d");
    brush.fillStyle = `rgb(${shade}, 80, 80)`;
    brush.fillRect(0, 0, 40, 30);
    const blob = await canvas.convertToBlob({ type: "image/jpeg" });
    return new File([blob], `IMG_${shade}.jpg`, { type: "image/jpeg" });
}

const choose = (id, ...shades) => ({
    content: `choose ${shades.length} photos`,
    trigger: `label[for=${id}]`,
    async run() {
        const transfer = new DataTransfer();
        for (const shade of shades) {
            transfer.items.add(await photo(shade));
        }
        const input = document.getElementById(id);
        input.files = transfer.files;
        input.dispatchEvent(new Event("change", { bubbles: true }));
    },
});

const FORM = ".o_aftersales_report";
const SEND = `${FORM} button[type=submit]:enabled`;

registry.category("web_tour.tours").add("aftersales_portal_damage", {
    steps: () => [
        { trigger: `${FORM} #kind_transport`, run: "click" },
        { trigger: `${FORM} .o_aftersales_damages:not(.d-none)` },
        { trigger: `${FORM} #fault`, run: "edit 开箱后门板凹陷" },
        { trigger: `${FORM} #damage_0_name`, run: "edit 门板左下凹陷" },
        { trigger: `${FORM} #contact_phone`, run: "edit 13800001234" },
        choose("damage_0_photos_album", 10, 90),
        { trigger: `${FORM} .o_aftersales_preview:nth-child(2)` },
        { trigger: SEND, run: "click" },
        { trigger: `${FORM} .o_aftersales_error:not(.d-none):contains('门板左下凹陷')` },
        {
            content: "nothing is lost",
            trigger: `${FORM} .o_aftersales_preview:nth-child(2)`,
            run() {
                if (document.getElementById("fault").value !== "开箱后门板凹陷") {
                    throw new Error("the text is gone");
                }
            },
        },
        choose("damage_0_photos_album", 200),
        { trigger: `${FORM} .o_aftersales_preview:nth-child(3)` },
        { trigger: SEND, run: "click", expectUnloadPage: true },
        { trigger: ".alert-success" },
        { trigger: ".o_aftersales_steps li.now" },
    ],
});
