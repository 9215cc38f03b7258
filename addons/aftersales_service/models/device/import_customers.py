from collections import defaultdict

from odoo import models
from odoo.tools import SQL

from ...kernel.persons import is_person
from ...kernel.text import address_key, clean, name_key, phone_key, read_phones


class ImportCustomers(models.Model):
    """Customers of registers, whatever the registers are about.

    A firm is known by its name alone, however it is spelled. A person's name is not
    enough: two of one name at two addresses are two, unless they share a telephone.
    """

    _inherit = "aftersales.import"

    def _read_customer(self, values):
        """What a row says about its customer, in fields of ours."""
        phones, rest = read_phones(values.get("phone"))
        return {
            "partner": clean(values.get("partner")),
            # Of a column that holds both, the rest is the person.
            "contact": clean(values.get("contact")) or rest,
            "phone": phone_key(phones[0]) if phones else "",
            "other_phone": " / ".join(phones[1:]),
            "address": clean(values.get("address")),
        }

    def _find_customers(self, rows):
        """The customer of each row, in their order; missing ones are created."""
        found = self._find_partners({row["partner"] for row in rows})
        chosen, missing = {}, []
        for row in rows:
            key = self._get_customer_key(row, found)
            if key not in found:
                found[key] = len(missing)
                missing.append(row)
            chosen[id(row)] = key
        created = self.env["res.partner"].create(
            [self._prepare_customer(row) for row in missing]
        )
        partners = {
            key: created[value] if isinstance(value, int) else value
            for key, value in found.items()
        }
        return [partners[chosen[id(row)]] for row in rows]

    def _find_partners(self, names):
        """Known customers by key: name for firms, name and number for each namesake.

        Telephones and addresses of the namesakes stand under ``None``.
        """
        partners = self._search_names(names - {""})
        persons = {name_key(name) for name in names if is_person(name)}
        found, marks = {}, defaultdict(list)
        for partner in partners:
            key = name_key(partner.name)
            if key in persons:
                marks[key].append(_get_marks(partner | partner.child_ids))
                found[key, len(marks[key])] = partner
            else:
                found.setdefault(key, partner)
        found[None] = marks
        return found

    def _search_names(self, names):
        """Customers without a firm above them of these names, however they are spelled.

        Only names that nobody spells so are compared with those of all.
        """
        domain = [("parent_id", "=", False)]
        domain += [("company_id", "in", [False, self.company_id.id])]
        wanted = ["name", "commercial_partner_id", "company_id", "lang", "country_id"]
        partners = self.env["res.partner"].search_fetch(
            [*domain, ("name", "in", list(names))], wanted, order="id"
        )
        keys = set(map(name_key, names)) - set(map(name_key, partners.mapped("name")))
        if not keys:
            return partners
        # The search above has written what was waiting.
        name = SQL(
            "upper(replace(translate(normalize(name, NFKC), %s, %s), ' ', ''))",
            "【〔[{】〕]}",
            "(((())))",
        )
        ids = SQL(
            "(SELECT id FROM res_partner WHERE parent_id IS NULL AND %s IN %s)",
            name,
            tuple(keys),
        )
        return partners | self.env["res.partner"].search(
            [*domain, ("id", "in", ids)], order="id"
        )

    def _get_customer_key(self, row, found):
        key = name_key(row["partner"])
        if not is_person(row["partner"]):
            return key
        phones, addresses = _get_row_marks(row)
        known = found[None][key]
        for number, (their_phones, their_addresses) in enumerate(known, start=1):
            nothing = not (phones or addresses) or not (their_phones or their_addresses)
            if nothing or phones & their_phones or addresses & their_addresses:
                their_phones |= phones
                their_addresses |= addresses
                return key, number
        known.append((phones, addresses))
        return key, len(known)

    def _prepare_customer(self, row):
        person = is_person(row["partner"])
        vals = {"name": row["partner"], "is_company": not person, "lang": self.env.lang}
        if not person:
            return vals
        return vals | {
            "phone": row["phone"],
            "aftersales_other_phone": row["other_phone"],
            "street": row["address"],
        }

    def _find_sites(self, rows, partners):
        """The site of each row: the contact at its address, with person and telephone."""
        wanted = {}
        for row, partner in zip(rows, partners, strict=True):
            if row["address"]:
                wanted.setdefault((partner.id, _place_key(row["address"])), row)
        if not wanted:
            return [self.env["res.partner"]] * len(rows)
        owners = {owner for owner, _place in wanted}
        existing = self.env["res.partner"].search(
            [("parent_id", "in", list(owners)), ("type", "=", "other")]
        )
        sites = {(s.parent_id.id, _place_key(s.street)): s for s in existing}
        missing = [key for key in wanted if key not in sites]
        created = self.env["res.partner"].create(
            [self._prepare_site(wanted[key], key[0]) for key in missing]
        )
        sites |= dict(zip(missing, created, strict=True))
        return [
            sites.get((partner.id, _place_key(row["address"])), self.env["res.partner"])
            for row, partner in zip(rows, partners, strict=True)
        ]

    def _prepare_site(self, row, owner_id):
        owner = self.env["res.partner"].browse(owner_id)
        return {
            "parent_id": owner.id,
            "type": "other",
            "name": row["contact"] or row["address"],
            "street": row["address"],
            "phone": row["phone"],
            "aftersales_other_phone": row["other_phone"],
            "country_id": owner.country_id.id,
            "lang": owner.lang,
        }


def _get_marks(partners):
    """(telephones, addresses) by which a person is told from a namesake."""
    texts = [*partners.mapped("phone"), *partners.mapped("aftersales_other_phone")]
    phones = {phone_key(phone) for text in texts for phone in read_phones(text)[0]}
    return phones - {""}, {
        _place_key(street) for street in partners.mapped("street")
    } - {""}


def _get_row_marks(row):
    phones = {row["phone"], *map(phone_key, read_phones(row["other_phone"])[0])}
    return phones - {""}, {_place_key(row["address"])} - {""}


def _place_key(address):
    """Short addresses are compared as they stand."""
    return address_key(address) or name_key(address)
