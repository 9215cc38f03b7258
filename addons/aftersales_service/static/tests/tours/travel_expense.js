import { registry } from "@web/core/registry";

const PAGE = ".o_aftersales_phone";
const field = (name) => `${PAGE} .o_phone_form [name='${name}']`;

/** As if the camera had taken a picture. */
async function takePicture({ anchor }) {
    const canvas = document.createElement("canvas");
    canvas.width = canvas.height = 40;
    canvas.getContext("2d").fillRect(5, 5, 20, 20);
    const blob = await new Promise((resolve) => canvas.toBlob(resolve, "image/jpeg"));
    const files = new DataTransfer();
    files.items.add(new File([blob], "receipt.jpg", { type: "image/jpeg" }));
    anchor.files = files.files;
    anchor.dispatchEvent(new Event("change", { bubbles: true }));
    await new Promise((resolve) => setTimeout(resolve, 500));
}

registry.category("web_tour.tours").add("aftersales_travel_expense", {
    steps: () => [
        { content: "open the visit", trigger: `${PAGE} .o_phone_visit`, run: "click" },
        { trigger: `${PAGE} [data-card='more'] .o_phone_card_head`, run: "click" },
        { trigger: `${PAGE} [data-form='spend']`, run: "click" },
        { trigger: field("kind"), run: "select toll" },
        { trigger: field("amount"), run: "edit 35" },
        { trigger: field("place"), run: "edit 青岛" },
        { trigger: field("number"), run: "edit T-0815" },
        { content: "the photo", trigger: field("receipt"), run: takePicture },
        { trigger: `${PAGE} .o_phone_form .o_phone_tell`, run: "click" },
        { trigger: `${PAGE} [data-card='travel'] .o_phone_card_head`, run: "click" },
        { trigger: `${PAGE} [data-card='travel']:contains('T-0815'):contains('35.00')` },
    ],
});
