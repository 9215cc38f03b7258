/** What the clerk has typed so far; the token makes one order of however many clicks. */
export function newCall(values = {}) {
    return {
        token: `${Date.now().toString(36)}-${Math.random().toString(36).slice(2)}`,
        called_at: false,
        fault: false,
        faultText: "",
        words: "",
        channel: "phone",
        cause: "unknown",
        told: false,
        contact_name: "",
        contact_phone: "",
        address: "",
        area: false,
        distance_km: 0,
        distance_band_km: false,
        order_kind: false,
        severity: false,
        fault_area: false,
        supplier_needed: false,
        has_warranty_card: false,
        invoice_number: "",
        proof_seen: "",
        serial: "",
        origin: "own",
        product: false,
        agent: false,
        customer: false,
        customerText: "",
        photos: [],
        ...values,
    };
}

const idOf = (record) => (record ? record.id : false);

/** What the deadlines depend on, as far as the caller could say it. */
function prepareAnswers(call) {
    return {
        order_kind: call.order_kind || false,
        severity: call.severity || false,
        fault_area: call.fault_area || false,
        supplier_needed: Boolean(call.supplier_needed),
        distance_band_km: Number(call.distance_band_km) || 0,
    };
}

/** The facts as `preview` and `save` of the desk take them. */
export function prepareFacts(card, call) {
    const unknown = !card.device && Boolean(call.serial);
    return {
        device_id: idOf(card.device),
        partner_id: idOf(card.customer || call.customer),
        customer: { name: call.customerText },
        product_id: idOf(call.product),
        agent_id: unknown && idOf(call.agent),
        serial: unknown ? call.serial : "",
        origin: unknown ? call.origin : false,
        fault_id: idOf(call.fault),
        fault: [call.words, call.faultText].filter(Boolean).join(" "),
        channel: call.channel,
        cause: call.cause,
        told: call.told ? "phone" : false,
        contact_name: call.contact_name,
        contact_phone: call.contact_phone,
        address: call.address,
        area: call.area || false,
        distance_km: Number(call.distance_km) || 0,
        called_at: call.called_at,
        ...prepareAnswers(call),
        has_warranty_card: Boolean(card.device) && call.has_warranty_card,
        invoice_number: card.device ? call.invoice_number.trim() : "",
        proof_seen: card.device ? call.proof_seen.trim() : "",
    };
}

/**
 * What stays chosen when somebody types on behind the name of the fault: the code, as long
 * as its name stands there, and the rest as the customer's words.
 */
export function typeOn(fault, text) {
    const stays = Boolean(fault) && text.startsWith(fault.title);
    return stays
        ? { fault, faultText: text.slice(fault.title.length).trim() }
        : { fault: false, faultText: text };
}

/** Symptoms with every typed word in their name, code or other words; codes first. */
export function filterFaults(faults, text) {
    const words = text.toLowerCase().split(/\s+/).filter(Boolean);
    const found = faults.filter((fault) => {
        const known = `${fault.sub} ${fault.title} ${fault.words}`.toLowerCase();
        return words.every((word) => known.includes(word));
    });
    const first = (fault) => (fault.sub.toLowerCase().startsWith(words[0] || "") ? 0 : 1);
    return found.sort((one, other) => first(one) - first(other)).slice(0, 8);
}

/** Whether somebody typed a telephone number and no serial. */
export function isNumber(text) {
    return /^(\+?86)?[\s-]?[01][\d\s-]{6,14}$/.test(text.trim());
}

/** {name, data, url} of an image file; false for anything else. */
export function readPhoto(file) {
    if (!file.type.startsWith("image/")) {
        return Promise.resolve(false);
    }
    return new Promise((resolve) => {
        const reader = new FileReader();
        reader.onload = () =>
            resolve({
                name: file.name,
                url: reader.result,
                data: reader.result.split(",")[1],
            });
        reader.onerror = () => resolve(false);
        reader.readAsDataURL(file);
    });
}
