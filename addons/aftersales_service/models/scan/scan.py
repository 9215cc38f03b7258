from collections import namedtuple

from odoo import api, models
from odoo.fields import Domain
from odoo.tools import SQL

from ...exceptions import GroupRefused, UnknownCode
from ...groups import STAFF
from ...kernel.codes import read_code

MOST = 5  # things of one kind that somebody chooses from
SAME = 40  # things of one kind and one code that are looked at

Kind = namedtuple("Kind", "name model label domain")


class Scan(models.AbstractModel):
    """扫一扫: what a code is, for whoever scans it, and what the scan means on his screen.

    Rooms teach it what their things look like (`_get_kinds`); all kinds are looked for in
    one query, under the access of the user. Screens that book something by a scan ask
    `_find` and go on themselves.
    """

    _name = "aftersales.scan"
    _description = "Scan Field"

    @api.model
    def answer(self, code, screen=None):
        """What ``code`` is.

        :param screen: the model that is on the screen: its own records go before what
            else the code may be, which is opened when it is none of them
        :return: {kind: ``open`` or ``choice``, words, detail, hits: [{kind, label, model,
            id, words, detail}]}
        :raises UnknownCode: for what nobody knows, or may not see
        """
        if not self.env.user.has_group(STAFF):
            raise GroupRefused(self.env._("Only after-sales staff look codes up."))
        read = read_code(code)
        found = self._drop_doubles(self._find(read, screen=screen))
        own = {name: found[name] for name in found if found[name]._name == screen}
        hits = self._prepare_hits(own or found, read)
        if not hits:
            raise UnknownCode(self._explain_unknown(read))
        if len(hits) > 1:
            words = self.env._("Several things have this code. Which one?")
            return {"kind": "choice", "words": words, "detail": read.text, "hits": hits}
        return {
            "kind": "open",
            "words": f"{hits[0]['label']} {hits[0]['words']}",
            "detail": hits[0]["detail"],
            "hits": hits,
        }

    # --- finding

    @api.model
    def _find(self, read, names=None, screen=None):
        """{name of a kind: records} of everything that ``read`` (see `read_code`) may be, each kind
        as the user may read it; one query, whatever the code.

        :param names: of the kinds that are looked for; all without
        """
        if not (read.names or read.serials):
            return {}
        kinds = self._get_kinds(read) + self._get_screen_kinds(screen, read)
        kinds = [kind for kind in kinds if names is None or kind.name in names]
        kinds = [kind for kind in kinds if self.env[kind.model].has_access("read")]
        if not kinds:
            return {}
        selects = [self._select(place, kind) for place, kind in enumerate(kinds)]
        found = {}
        rows = self.env.execute_query(SQL(" UNION ALL ").join(selects))
        for place, number in sorted(rows):
            kind = kinds[place]
            known = found.get(kind.name, self.env[kind.model])
            found[kind.name] = known | known.browse(number)
        return found

    @api.model
    def _get_kinds(self, read):
        """Hook: [Kind] of what each room's things look like; the likeliest first."""
        lots, parts = self._get_lot_domain(read), self._get_part_domain(read)
        return [
            Kind("serial", "stock.lot", self.env._("Serial or Lot"), lots),
            Kind("part", "product.product", self.env._("Part"), parts),
        ]

    @api.model
    def _get_screen_kinds(self, screen, read):
        """Hook: [Kind] of what a code means on the screen of a model besides, as the serial
        number of a thing means its document there; named as in `_get_kinds`."""
        return []

    @api.model
    def _get_part_domain(self, read):
        barcodes = Domain("barcode", "in", read.articles)
        if read.serials:
            return barcodes
        barcodes |= Domain("barcode", "in", read.names)
        return barcodes | Domain("default_code", "in", read.names)

    @api.model
    def _get_lot_domain(self, read):
        known = Domain("name", "in", read.serials or read.names)
        return known & self._get_article_domain(read)

    @api.model
    def _get_article_domain(self, read):
        """A serial number is unique per product only, so the article in the code counts,
        but for products whose article number nobody entered."""
        if not (read.serials and read.articles):
            return Domain.TRUE
        return Domain("product_id.barcode", "in", [*read.articles, False])

    def _select(self, place, kind):
        """Ids of one kind under the rules of the user; the order is of no use here."""
        records = self.env[kind.model].with_context(skip_preprocess_gs1=True)
        domain = Domain(kind.domain)
        if "company_id" in records._fields:
            domain &= Domain("company_id", "in", [*self.env.companies.ids, False])
        query = records._search(domain, limit=SAME)
        query.order = None
        return SQL(
            "(%s)", query.select(SQL("%s", place), SQL.identifier(query.table, "id"))
        )

    @api.model
    def _drop_doubles(self, found):
        """Hook: of two hits that are one thing the one that says more stays; who scanned
        a serial number did not mean its part number."""
        if "serial" in found and "part" in found:
            parts = found.pop("part") - found["serial"].product_id
            found |= {"part": parts} if parts else {}
        return found

    # --- telling

    @api.model
    def _prepare_hits(self, found, read):
        labels = {kind.name: kind.label for kind in self._get_kinds(read)}
        return [
            {
                "kind": name,
                "label": labels[name],
                "model": record._name,
                "id": record.id,
                "words": record.display_name,
                "detail": self._describe(record, read),
            }
            for name, records in found.items()
            for record in records[:MOST]
        ]

    @api.model
    def _describe(self, record, read):
        """Hook: what else tells the thing apart; of a document it is its state."""
        if record._name == "stock.lot":
            return record.product_id.display_name
        if record._name == "product.product" and read.serials:
            serial = read.serials[0]
            return self.env._("The serial number %s is not known here.", serial)
        if "state" in record._fields and hasattr(record, "_state_label"):
            return record._state_label(record.state)
        return ""

    @api.model
    def _explain_unknown(self, read):
        """Why nothing was found, so that a bad print is told from a thing that is not ours;
        what was read shows the field itself."""
        if not read.text:
            return self.env._("Nothing was read. Scan it again.")
        if read.gs1 and read.gs1.wrong:
            return self.env._(
                "This looks like a GS1 code, but its check digit or date is wrong. Scan it again."
            )
        if read.gs1:
            return self.env._(
                "Read: article %(article)s, serial number or lot %(serial)s. Neither is known here.",
                article=read.gs1.article or "–",
                serial=", ".join(read.gs1.serials) or "–",
            )
        return self.env._(
            "No part, serial number, tag, document, parcel or technician that you may see has this code."
        )
