from contextlib import contextmanager

from odoo import api, fields, models
from odoo.tools import ormcache

from ...exceptions import MoveRefused
from ..base.blocker import as_list

_OPENING = "aftersales_opening"


class Opening:
    """What is worked out for calls before they are stored, by the facts it was made of:
    with the same facts it is not worked out again. Lives for one call of `create`, or of
    the desk's button."""

    def __init__(self):
        self.begin()

    def begin(self):
        self.moment = fields.Datetime.now()
        self.is_storing = self.is_opening = False
        self.known = {}

    @contextmanager
    def step(self, name):
        setattr(self, name, True)
        try:
            yield
        finally:
            setattr(self, name, False)


class ServiceOrder(models.Model):
    """A job from its first word to its last: what follows from its opening, from a change
    of its fields and from a move, step by step in the order in which it happens.

    Each step has a file of its own; a room above extends the step, not `create`, `write`
    or `_move_to`. The closing order is fixed (D-50): sign, close, file.
    """

    _inherit = "aftersales.order"

    _transitions = {
        "registered": ("dispatched", "closed", "cancelled"),
        "dispatched": ("registered", "contacted", "cancelled"),
        "contacted": ("registered", "dispatched", "on_site", "cancelled"),
        "on_site": ("dispatched", "signed"),
        "signed": ("dispatched", "closed"),
        "closed": ("filed",),
        "filed": (),
        "cancelled": (),
    }
    # Fields of which `_after_write` is told: each class of the model may name its own.
    _watched_fields = frozenset({"partner_id"})
    # Fields that are set where the customer reported it without anybody of ours, likewise.
    _report_fields = frozenset()

    # --- a call comes in

    @api.model_create_multi
    def create(self, vals_list):
        """What can be known of a call stands in its row from the beginning; what hangs on
        the row is opened afterwards (overrides `create`)."""
        with self._coming_in() as (new, opening):
            with opening.step("is_storing"):
                orders = super(ServiceOrder, new).create(vals_list)
            said = dict(zip(orders, vals_list, strict=True))
            with opening.step("is_opening"):
                # sudo: what a call sets going is the company's, whoever takes it
                orders.sudo()._get_current()._open(said)
        return orders.with_env(self.env)

    @api.model
    def _add_precomputed_values(self, vals_list):
        # sudo: computed fields of a row are computed so anyway; asked once for all, not
        # once for each field that one of them looks at
        return super(ServiceOrder, self.sudo())._add_precomputed_values(vals_list)

    def _open(self, said):
        """What a job needs from its first moment on; one of an old register needs nothing.

        :param said: {order: values that it was created with}
        """
        self._open_promise()
        self._open_decision(said)
        self._open_deadlines()
        self._open_contact()
        self._open_links()
        self._open_consent()

    def _open_decision(self, said):
        """Hook: who pays."""

    def _open_contact(self):
        """Hook: whose job it is."""

    def _open_links(self):
        """Hook: the document that the call came from learns of it."""

    def _open_consent(self):
        """Hook: who is asked first."""

    @contextmanager
    def _coming_in(self):
        """These records for a block in which calls come in, and what is known of them."""
        known = self.env.context.get(_OPENING)
        if isinstance(known, Opening):
            yield self, known
            return
        # Taken again for the next block: every other context is another environment, and
        # the ORM looks through all environments of a transaction whenever it needs one.
        idle = self.env.cr.cache.setdefault(_OPENING, [])
        opening = idle.pop() if idle else Opening()
        opening.begin()
        yield self.with_context(**{_OPENING: opening}), opening
        idle.append(opening)

    def _get_opening(self):
        known = self.env.context.get(_OPENING)
        return known if isinstance(known, Opening) else Opening()

    # --- somebody changes it

    def write(self, vals):
        """What follows from a change is told once, with what differs (overrides `write`)."""
        names = sorted(self._get_watched() & vals.keys())
        if self._get_opening().is_opening:
            names = []  # what follows are the next steps of `_open`
        before = {order: [order[name] for name in names] for order in self if names}
        result = super().write(vals)
        changed = {}
        for order, values in before.items():
            for name, value in zip(names, values, strict=True):
                if order[name] != value:
                    changed.setdefault(name, {})[order] = value
        if changed:
            with self._planning_once() as orders:
                orders._after_write(changed)
        return result

    @ormcache(cache="stable")
    def _get_watched(self):
        return self._declared("_watched_fields")

    def _after_write(self, changed):
        """What follows from other values; deadlines come last, for the other steps may
        change facts as well.

        :param changed: {field: {order: value before}}
        """
        self._follow_customer(changed)
        self._follow_promise(changed)
        self._follow_device(changed)
        self._follow_facts(changed)
        self._follow_deadlines(changed)

    def _follow_customer(self, changed):
        """Another customer gets another link."""
        if orders := self._get_changed(changed, "partner_id"):
            orders.access_token = False

    def _follow_device(self, changed):
        """Hook: another device is in repair."""

    def _follow_facts(self, changed):
        """Hook: with other facts somebody else may pay."""

    def _get_changed(self, changed, *names):
        """Orders of which one of these fields has another value now."""
        found = dict.fromkeys(
            order.id for name in names for order in changed.get(name, ())
        )
        return self.browse(found)

    # --- it moves

    def _after_move(self, state):
        """What follows from a move to ``state`` (extends the mixin's hook)."""
        result = super()._after_move(state)
        self._move_deadlines(state)
        self._move_repair(state)
        self._move_contact(state)
        self._move_links(state)
        self._move_goods(state)
        return result

    def _move_repair(self, state):
        """Hook: the warranty stands still while a device is in repair."""

    def _move_contact(self, state):
        """Hook: somebody took it up."""

    def _move_links(self, state):
        """Hook: the document that it came from learns how far it is."""

    def _move_goods(self, state):
        """Hook: what the store keeps for it."""

    def action_close(self):
        """注销: the line in the register is closed when nothing keeps the job open."""
        for order in self:
            blockers = order._get_blockers()
            if blockers:
                order._refuse_close(blockers)
        self._move_to("closed", closed_at=self._now())

    def action_file(self):
        self._move_to("filed")

    def action_cancel(self):
        self._check_may_cancel()
        self._move_to("cancelled")

    def _get_blockers(self):
        """Hook: what keeps this job open, as `Blocker`s; every room adds its own.

        A bare sentence is taken as well, but says neither where nor who.
        """
        self.ensure_one()
        return self._get_internal_blockers()

    def _refuse_close(self, blockers):
        """:raises MoveRefused: with every sentence at once"""
        raise MoveRefused(
            self.env._(
                "%(order)s cannot be closed yet:\n%(reasons)s",
                order=self.name,
                reasons=as_list(blockers),
            )
        )

    def _get_desk_words(self):
        """Whom to ask at the desk: the first contact, who follows the job to its end."""
        # sudo: names of colleagues are shown to everybody who sees the job
        return self.sudo().first_contact_user_id.name or self.env._("the dispatcher")

    def _check_may_cancel(self):
        """Hook: rooms refuse while they have something under way."""

    def _advance(self, state):
        """Follow a visit to ``state`` where that is a move forward; else stay."""
        for order in self:
            if state in self._transitions[order.state]:
                order._move_to(state)
