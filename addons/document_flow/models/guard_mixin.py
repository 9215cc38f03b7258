import logging

from odoo import api, models
from odoo.tools import ormcache

from ..exceptions import ProtectedRefused

_logger = logging.getLogger(__name__)


class GuardMixin(models.AbstractModel):
    """What only actions write: every stored read-only field, on create and on write.

    ``readonly=True`` is a wish to the form; over RPC it protects nothing. Here it does:
    a value of such a field is refused whoever sends it, a default of it is taken from the
    model alone (never from the context or from a user's own defaults), and a copy begins
    without it. Actions write through ``self._in_flow()``. The right is one of a model: rows
    of other models that are written on the way stay guarded, so commands that a caller put
    into an x2many field cannot use it.

    What a signature stands under is frozen besides: ``_signed_fields`` no longer change once
    ``_is_signed`` says so, nor do files of the record.
    """

    _name = "document.guard.mixin"
    _description = "Fields That Only Actions Write"
    _inherit = [
        "document.default.mixin",
        "document.right.mixin",
        "document.look.mixin",
    ]

    # Guarded besides the read-only fields: stamps that a form may show for typing.
    _flow_fields = frozenset()
    # Guarded once the record is there; a new one may bring its own value.
    _birth_fields = frozenset()
    # Read-only fields that a client may set all the same; {name: the reason}.
    _open_fields = {}
    # Code of the sequence that numbers records, for models whose name is a number.
    _number_code = None
    # What was printed above the signature.
    _signed_fields = frozenset()

    # --- what is guarded

    def _get_flow_fields(self):
        """Guarded fields of all rooms: each class of the model may declare its own."""
        return self._declared("_flow_fields") | self._get_readonly_fields()

    @ormcache(cache="stable")
    def _get_guarded(self):
        """The same, remembered: every create and write asks for it."""
        return frozenset(self._get_flow_fields())

    @ormcache(cache="stable")
    def _get_born(self):
        return self._declared("_birth_fields")

    def _get_readonly_fields(self):
        stored = {
            name
            for name, field in self._fields.items()
            if field.store and field.readonly and name not in models.MAGIC_COLUMNS
        }
        return frozenset(stored - self._declared("_open_fields"))

    def _declared(self, attribute):
        """Names of a class attribute that adds up over all classes of the model."""
        declared = (vars(cls).get(attribute, ()) for cls in type(self).__mro__)
        return frozenset().union(*declared)

    def _is_guarded(self, name, value, new):
        """Whether ``value`` may not be set from outside; ``new``: on create."""
        if name not in self._get_guarded():
            return not new and name in self._get_born()
        return not (new and value == self._get_own_default(name))

    def _get_own_default(self, name):
        """The value that a new record has anyway, in the form that clients send."""
        field = self._fields[name]
        if not field.default:
            return False
        value = field.default(self)
        return value.id if isinstance(value, models.BaseModel) else value

    # --- create, write, copy

    @api.model_create_multi
    def create(self, vals_list):
        """Refuse records that are born with guarded values (overrides `create`)."""
        for vals in vals_list:
            self._check_guarded(vals, new=True)
        return super().create(self._number(vals_list))

    def _number(self, vals_list):
        """Values with a number of their own, after the guard, where they bring none."""
        if not self._number_code:
            return vals_list
        waiting = {}
        for place, vals in enumerate(vals_list):
            if vals.get("name", "/") in ("/", False):
                waiting.setdefault(self._get_number_company(vals), []).append(place)
        numbered = list(vals_list)
        for company, places in waiting.items():
            sequence = self.env["ir.sequence"].with_company(company)
            drawn = sequence._draw(self._number_code, len(places))
            for place, number in zip(places, drawn, strict=True):
                numbered[place] = vals_list[place] | {"name": number or "/"}
        return numbered

    @api.depends_context("lang")
    def _compute_display_name(self):
        """Before it has its number a record has no name: forms say “New” themselves. Where
        a choice is the name, people read its label and not its key.
        """
        field = self._fields.get(self._rec_name)
        if field and field.type == "selection":
            labels = dict(field._description_selection(self.env))
            for record in self:
                record.display_name = labels.get(record[field.name], False)
            return None
        if not self._number_code:
            return super()._compute_display_name()
        new = self.filtered(lambda record: record.name == "/")
        new.display_name = False
        return super(GuardMixin, self - new)._compute_display_name()

    def _get_number_company(self, vals):
        """Hook: numbers are taken per company."""
        return vals.get("company_id") or self.env.company.id

    def write(self, vals):
        """Refuse guarded and signed fields outside of an action (overrides `write`)."""
        self._check_guarded(vals)
        self._check_signed(vals)
        return super().write(vals)

    def copy_data(self, default=None):
        """A copy begins without what only actions write (extends the ORM's)."""
        vals_list = super().copy_data(default)
        if self._is_flowing():
            return vals_list
        kept = set(default or {})
        guarded = self._get_guarded() - kept
        return [
            {name: value for name, value in vals.items() if name not in guarded}
            for vals in vals_list
        ]

    def _check_guarded(self, vals, new=False):
        if self._is_flowing():
            return
        guarded = [
            name
            for name in vals
            if name in self._fields and self._is_guarded(name, vals[name], new)
        ]
        if guarded:
            self._refuse_fields(
                guarded,
                self.env._(
                    "%s cannot be typed in: use the buttons, which record who and when.",
                    self._get_labels(guarded),
                ),
            )

    def _may_store_file(self, name):
        """Whether a file of that field may be stored now."""
        return self._is_flowing() or name not in self._get_guarded()

    # --- what a signature stands under

    def _is_signed(self):
        """Hook: whether this record stands as it was signed."""
        return False

    def _get_signed_fields(self):
        """Frozen fields of all rooms, as for `_get_flow_fields`."""
        return self._declared("_signed_fields")

    @ormcache(cache="stable")
    def _get_frozen(self):
        return frozenset(self._get_signed_fields())

    def _check_signed(self, vals):
        touched = self._get_frozen() & vals.keys()
        if not touched or self._is_flowing():
            return
        for record in self.filtered(lambda r: r._is_signed()):
            if changed := [n for n in touched if record._is_changed(n, vals[n])]:
                record._refuse_fields(changed, record._get_signed_text(changed))

    def _is_changed(self, name, value):
        """Whether ``value`` differs from what is stored; commands always do."""
        field = self._fields[name]
        if field.type in ("one2many", "many2many"):
            return bool(value)
        new = field.convert_to_cache(value, self, validate=False)
        return field.convert_to_cache(self[name], self, validate=False) != new

    def _get_standing_text(self):
        """Hook: why lines of this record stand, and what to do instead."""
        return self._get_signed_text(["display_name"])

    def _get_signed_text(self, names):
        return self.env._(
            "%(name)s is signed: %(fields)s stand as they were printed. Write a correction, with its reason.",
            name=self.display_name,
            fields=self._get_labels(names),
        )

    def _get_labels(self, names):
        return ", ".join(self._fields[n]._description_string(self.env) for n in names)

    def _refuse_fields(self, names, text):
        """:raises ProtectedRefused: and the log says where, for who maintains a caller"""
        _logger.info("%s: %s refused outside of an action", self._name, sorted(names))
        raise ProtectedRefused(text)
