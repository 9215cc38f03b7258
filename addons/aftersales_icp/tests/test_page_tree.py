"""The tree of a page, held against the one that lxml builds."""

import itertools

from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from odoo.tests import BaseCase

from odoo.addons.aftersales_icp.kernel.page import judge
from odoo.addons.aftersales_icp.kernel.page_tree import read

from .pages import EXPECTED, LINK

HIDDEN = 'style="display:none"'
# (page, whether its X is seen)
LEFT_OUT = [
    (f"<p {HIDDEN}>a<p>X", True),
    (f"<p>a<p {HIDDEN}>X", False),
    (f"<p {HIDDEN}><div>X</div>", True),
    (f"<p {HIDDEN}>a<ul><li>X</ul>", True),
    (f"<p {HIDDEN}><span>X</span>", False),
    (f"<ul><li {HIDDEN}>a<li>X</ul>", True),
    (f"<ul><li {HIDDEN}>a<ul><li>X</ul></ul>", False),
    (f"<ul><li {HIDDEN}><b>a<li>X</ul>", True),
    (f"<table><tr><td {HIDDEN}>a<td>X</table>", True),
    (f"<table><tr {HIDDEN}><td>a<tr><td>X</table>", True),
    (f"<table><tr><td {HIDDEN}>a<tr><td>X</table>", True),
    (f"<table><tr {HIDDEN}><td>a<td>X</table>", False),
    (f"<table><tbody {HIDDEN}><tr><td>a<tbody><tr><td>X</table>", True),
    (f"<table><tr><td {HIDDEN}><table><tr><td>X</table></table>", False),
    (f"<dl><dt {HIDDEN}>a<dd>X</dl>", True),
    (f"<dl><dd>a<dt {HIDDEN}>X</dl>", False),
    (f"<div {HIDDEN}>X", False),
]


PARAGRAPH = st.tuples(st.just("p"), st.booleans(), st.booleans(), st.just([]))
SPAN = st.tuples(st.just("span"), st.booleans(), st.just(True), st.just([]))
# (tag, whether it is hidden, whether its end tag is written, blocks inside)
BLOCKS = st.recursive(
    PARAGRAPH | SPAN,
    lambda inner: st.tuples(
        st.sampled_from(["div", "ul", "table"]),
        st.booleans(),
        st.just(True),
        st.lists(inner, min_size=1, max_size=3),
    ),
    max_leaves=8,
)


class TestPageTree(BaseCase):
    def is_seen(self, html, mark="X"):
        tree = read(html)
        return not tree.is_hidden(tree.owner(tree.text.index(mark)))

    def test_end_tags_that_are_left_out(self):
        for html, seen in LEFT_OUT:
            with self.subTest(html):
                self.assertEqual(self.is_seen(html), seen)

    def test_number_behind_a_hidden_paragraph_is_shown(self):
        for before in (
            f"<p {HIDDEN}>优惠",
            f"<ul><li {HIDDEN}>优惠<li>",
            f"<table><tr><td {HIDDEN}>优惠<td>",
        ):
            html = f"<html><body>{'<p>产品介绍' * 60}<footer>{before}<p>{LINK}"
            verdict = judge(html.encode(), "text/html; charset=utf-8", EXPECTED)
            self.assertEqual((verdict.result, verdict.findings), ("pass", []), before)

    @settings(max_examples=300, deadline=None, database=None)
    @given(st.lists(BLOCKS, max_size=4))
    def test_as_lxml_sees_it(self, blocks):
        """Every word of a page is seen here where lxml sees it."""
        marks = (f"w{number}x" for number in itertools.count())
        html = "<html><body>" + "".join(_write(block, marks) for block in blocks)
        seen, tree = read(html), etree.HTML(html)
        for node in tree.iter():
            for word in (node.text or "").split():
                chain = [node, *node.iterancestors()]
                self.check(seen, word, chain, html)
            for word in (node.tail or "").split():
                self.check(seen, word, list(node.iterancestors()), html)

    def check(self, seen, word, chain, html):
        hidden = any(node.get("style") for node in chain)
        owner = seen.owner(seen.text.index(word.upper()))
        self.assertEqual(seen.is_hidden(owner), hidden, (word, html))


def _write(block, marks):
    """A block with a word in each of its places; end tags as the block has them."""
    tag, hidden, closed, inside = block
    style = f" {HIDDEN}" if hidden else ""
    words = f" {next(marks)} "
    content = "".join(_write(one, marks) for one in inside)
    end = f"</{tag}>" if closed else ""
    if tag == "ul":
        content = "".join(f"<li>{_write(one, marks)}" for one in inside)
        words = ""
    if tag == "table":
        cells = "".join(
            f"<td{style}>{next(marks)}{_write(one, marks)}" for one in inside
        )
        words, content = "", f"<tr>{cells}<tr><td>{next(marks)}"
        style = ""
    return f"<{tag}{style}>{words}{content}{end}"
