"""The visible text of a page, each character with the element that owns it.

Pages of strangers are hostile: unclosed quotes, ten thousand nested tags, comments
without an end. So there is no recursion and nothing is read twice: one walk from left to
right, linear in the length of the page.

>>> tree = read("<p>京ICP备<span>12345678</span>号</p><div style='display:none'>x</div>")
>>> tree.text
'\\n京ICP备12345678号\\n\\nX\\n'
>>> tree.is_hidden(tree.owner(tree.text.index("X")))
True
"""

import bisect
import re
from dataclasses import dataclass, field
from html import unescape

from .icp_number import fold

DROPPED = {"script", "style", "template", "noscript", "textarea", "svg", "head"}
VOID = {
    *("area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta"),
    *("param", "source", "track", "wbr"),
}
# Everything else parts words; a number is often split over these.
INLINE = {
    *("a", "abbr", "b", "bdi", "bdo", "cite", "code", "em", "font", "i", "img", "ins"),
    *("label", "mark", "q", "s", "small", "span", "strong", "sub", "sup", "u", "wbr"),
}
_BLOCKS = (
    *("address", "article", "aside", "blockquote", "center", "dd", "details", "dialog"),
    *("dir", "div", "dl", "dt", "fieldset", "figcaption", "figure", "footer", "form"),
    *("h1", "h2", "h3", "h4", "h5", "h6", "header", "hgroup", "hr", "li", "main"),
    *("menu", "nav", "ol", "p", "pre", "search", "section", "summary", "table", "ul"),
)
# End tags that HTML lets people leave out: (new elements, which open one they end, within
# what it is looked for).
_LEFT_OUT = (
    (("li",), {"li"}, {"ul", "ol", "menu"}),
    (("dt", "dd"), {"dt", "dd"}, {"dl"}),
    (("rt", "rp"), {"rt", "rp"}, {"ruby"}),
    (("option",), {"option"}, {"select", "datalist"}),
    (("optgroup",), {"optgroup", "option"}, {"select"}),
    (("td", "th"), {"td", "th"}, {"tr", "table"}),
    (("tr",), {"tr", "caption", "colgroup"}, {"table"}),
    (("tbody", "thead", "tfoot"), {"tbody", "thead", "tfoot", "tr"}, {"table"}),
    (("tbody", "thead", "tfoot"), {"tbody", "thead", "tfoot"}, {"table"}),
    (_BLOCKS, {"p"}, {"button", "table", "td", "th", "caption", "object"}),
)
_ENDS = {}
for _new, _ended, _bounds in _LEFT_OUT:
    for _tag in _new:
        _ENDS.setdefault(_tag, []).append((_ended, _bounds))
# Hostile nesting is not searched further; people do not leave out that much.
_REACH = 40
_NAME = re.compile(r"[a-zA-Z][^\s/>]{0,60}")
_ATTRIBUTE = re.compile(
    r"""([^\s=/"'>]{1,100})(?:\s{0,20}=\s{0,20}("[^"]*"|'[^']*'|[^\s"'>]{0,2000}))?"""
)
_HIDING = re.compile(
    r"(?:^|[;{\s])(?:display:none|visibility:hidden|opacity:0(?:\.0+)?(?=[;}!]|$)"
    r"|font-size:0(?:px|em|rem|%)?(?=[;}!]|$)|text-indent:-\d{3,}"
    r"|(?:left|top):-\d{4,})"
)
HIDING_CLASSES = {"d-none", "hidden", "hide", "visually-hidden", "sr-only"}
FOOTER_WORDS = re.compile(r"foot|copyright|beian|icp|bottom|版权|备案", re.I)


@dataclass
class Node:
    tag: str
    parent: int
    attributes: dict
    position: int


@dataclass
class Tree:
    nodes: list = field(default_factory=lambda: [Node("", -1, {}, 0)])
    starts: list = field(default_factory=lambda: [0])
    owners: list = field(default_factory=lambda: [0])
    text: str = ""
    title: str = ""
    hidden_names: set = field(default_factory=set)
    scripts: list = field(default_factory=list)
    images: list = field(default_factory=list)

    def owner(self, place):
        """Index of the element in which the character at ``place`` stands."""
        return self.owners[bisect.bisect_right(self.starts, place) - 1]

    def ancestors(self, index):
        while index > 0:
            yield self.nodes[index]
            index = self.nodes[index].parent

    def is_hidden(self, index):
        return any(self._hides(node) for node in self.ancestors(index))

    def _hides(self, node):
        attributes = node.attributes
        if "hidden" in attributes:
            return True
        style = re.sub(r"\s+", "", attributes.get("style", "")).lower()
        if _HIDING.search(style):
            return True
        names = set(attributes.get("class", "").split())
        if names & HIDING_CLASSES:
            return True
        own = {f".{name}" for name in names} | {f"#{attributes.get('id', '')}"}
        return bool(own & self.hidden_names)

    def link(self, index):
        """Where the nearest link around an element leads, or None."""
        for node in self.ancestors(index):
            if node.tag == "a":
                return node.attributes.get("href", "")
        return None

    def is_footer(self, index, place):
        """Inside something that calls itself a footer, or in the last part of the page."""
        for node in self.ancestors(index):
            names = (
                f"{node.attributes.get('class', '')} {node.attributes.get('id', '')}"
            )
            if node.tag == "footer" or FOOTER_WORDS.search(names):
                return True
        return place >= 0.6 * len(self.text)

    def links_beside(self, index):
        """Addresses of links in the same box (the nearest block around)."""
        box = index
        while box > 0 and self.nodes[box].tag in INLINE:
            box = self.nodes[box].parent
        return [
            node.attributes.get("href", "")
            for node in self.nodes
            if node.tag == "a" and box and self._inside(node, box)
        ]

    def _inside(self, node, box):
        # links sit a few elements deep: hostile nesting is not followed further
        index = node.parent
        for _level in range(12):
            if index == box:
                return True
            if index <= 0:
                return False
            index = self.nodes[index].parent
        return False


def read(html):
    """The tree of a page."""
    walker = _Walker(html)
    walker.run()
    tree = walker.tree
    tree.text = "".join(walker.parts)
    return tree


class _Walker:
    def __init__(self, html):
        self.html = html
        self.tree = Tree()
        self.parts = []
        self.length = 0
        self.stack = [0]
        self.open = {}
        self.no_quote = set()

    def run(self):
        html, at = self.html, 0
        while at < len(html):
            start = html.find("<", at)
            if start < 0:
                self._text(html[at:])
                return
            self._text(html[at:start])
            at = self._markup(start)

    def _markup(self, start):
        """Handle what begins with '<'; answers where to read on."""
        html = self.html
        if html.startswith("<!--", start):
            return self._skip("-->", start + 4)
        if html.startswith(("<!", "<?"), start):
            return self._skip(">", start)
        closing = html.startswith("</", start)
        name = _NAME.match(html, start + (2 if closing else 1))
        if not name:
            self._text("<")
            return start + 1
        end = self._tag_end(name.end())
        tag = name[0].lower()
        if closing:
            self._close(tag)
            return end
        return self._open(tag, html[name.end() : end - 1], end)

    def _skip(self, mark, at):
        end = self.html.find(mark, at)
        return len(self.html) if end < 0 else end + len(mark)

    def _tag_end(self, at):
        """Behind the '>' that ends a tag; a quote that never closes is no quote."""
        html = self.html
        for match in re.compile(r"[\"'>]").finditer(html, at):
            if match.start() < at:
                continue
            if match[0] == ">":
                return match.end()
            if match[0] in self.no_quote:
                continue
            close = html.find(match[0], match.end())
            if close < 0:
                self.no_quote.add(match[0])
                continue
            at = close + 1
        return len(html) + 1

    def _open(self, tag, inside, end):
        attributes = _attributes(inside)
        for ended, bounds in _ENDS.get(tag, ()):
            self._end_before(ended, bounds)
        self._border(tag)
        index = len(self.tree.nodes)
        self.tree.nodes.append(Node(tag, self.stack[-1], attributes, self.length))
        if tag == "img" or tag == "input":
            self.tree.images.append(index)
        if tag == "script" and attributes.get("src"):
            self.tree.scripts.append(attributes["src"])
        if tag in DROPPED - {"head"}:
            return self._drop(tag, end)
        if tag == "title":
            return self._read_title(end)
        if tag not in VOID:
            self.stack.append(index)
            self.open[tag] = self.open.get(tag, 0) + 1
            self._mark()
        return end

    def _drop(self, tag, at):
        """Over an element whose contents nobody sees."""
        close = re.compile(f"</{tag}[\\s/>]", re.I).search(self.html, at)
        stop = close.start() if close else len(self.html)
        if tag == "style":
            self.tree.hidden_names |= _hidden_names(self.html[at:stop])
        return self._skip(">", stop) if close else stop

    def _read_title(self, at):
        stop = self.html.find("</", at)
        stop = len(self.html) if stop < 0 else stop
        self.tree.title = unescape(self.html[at:stop][:500]).strip()
        return stop

    def _end_before(self, ended, bounds):
        """A new element ends the nearest open one whose end tag was left out."""
        if not any(self.open.get(tag) for tag in ended):
            return
        for index in reversed(self.stack[-_REACH:]):
            tag = self.tree.nodes[index].tag
            if tag in ended:
                self._close(tag)
                return
            if tag in bounds:
                return

    def _close(self, tag):
        if not self.open.get(tag):
            return
        while len(self.stack) > 1:
            gone = self.tree.nodes[self.stack.pop()].tag
            self.open[gone] -= 1
            if gone == tag:
                break
        self._mark()
        self._border(tag)

    def _border(self, tag):
        if tag not in INLINE:
            self._put("\n")

    def _text(self, raw):
        if raw:
            plain = fold(unescape(raw) if "&" in raw else raw)
            self._put(re.sub(" +", " ", plain))

    def _put(self, text):
        self.parts.append(text)
        self.length += len(text)

    def _mark(self):
        self.tree.starts.append(self.length)
        self.tree.owners.append(self.stack[-1])


def _attributes(inside):
    found = {}
    for match in _ATTRIBUTE.finditer(inside[:20000]):
        value = (match[2] or "").strip("\"'")
        found.setdefault(match[1].lower(), unescape(value) if "&" in value else value)
    return found


def _hidden_names(css):
    """Simple selectors (.a, #b) that a style sheet hides outside of media queries."""
    css = _without_media(_without_comments(css))
    names = set()
    for rule in css.split("}"):
        selectors, brace, body = rule.partition("{")
        if brace and _HIDING.search(re.sub(r"\s+", "", body).lower()):
            for selector in selectors.split(","):
                name = selector.strip().split(" ")[-1]
                if re.fullmatch(r"[.#][\w-]+", name) and " " not in selector.strip():
                    names.add(name)
    return names


def _without_comments(css):
    parts, at = [], 0
    while (start := css.find("/*", at)) >= 0:
        parts.append(css[at:start])
        end = css.find("*/", start + 2)
        at = len(css) if end < 0 else end + 2
    return "".join(parts) + css[at:]


def _without_media(css):
    """A number that is hidden on one kind of screen only is not hidden."""
    kept, depth, inside = [], 0, False
    for part in re.split(r"([{}]|@media)", css):
        if part == "@media":
            inside, depth = True, 0
        elif inside and part in "{}" and part:
            depth += 1 if part == "{" else -1
            inside = depth > 0
        elif not inside:
            kept.append(part)
    return "".join(kept)
