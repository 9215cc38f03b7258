/**
 * What is taken for a part that does not fit: the phone need not know it from its list.
 *
 * @param {number} quantity of the part that was chosen
 * @param {Object} fit as the server packs it: {instead, instead_name, ratio, step}
 * @returns {{product_id: number, name: string, quantity: number} | undefined}
 */
export function exchange(quantity, fit) {
    if (!fit?.instead) {
        return undefined;
    }
    return {
        product_id: fit.instead,
        name: fit.instead_name,
        quantity: convert(quantity, fit.ratio || 1, fit.step || 1),
    };
}

/** As many as serve, in whole steps of its unit; what is exchanged one for one stays. */
function convert(quantity, ratio, step) {
    if (ratio === 1) {
        return quantity;
    }
    return Number((Math.ceil((quantity * ratio) / step - 1e-6) * step).toFixed(6));
}
