"""A notebook as a page that needs no network: nbconvert's, without the scripts that it fetches.

MathML stands where MathJax would draw formulas, and of what a script would show, such as a widget, the next
best that the output has.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from nbtrack.jupyter.exporter import page_exporter

if TYPE_CHECKING:
    from nbtrack.jupyter.exporter import Draw

_TEMPLATE = """
{%- extends 'lab/index.html.j2' -%}
{%- block html_head_js -%}{%- endblock -%}
{%- block html_head_js_mathjax -%}{%- endblock -%}
{%- block html_head_js_mermaidjs -%}{%- endblock -%}
{%- block jupyter_widgets -%}{%- endblock -%}
{%- block data_latex scoped -%}
<div class="jp-RenderedLatex jp-OutputArea-output {{ extra_class }}" data-mime-type="text/latex">
{{ output.data['text/latex'] | latex2html }}
</div>
{%- endblock data_latex -%}
"""
_NEEDS_A_SCRIPT = ("application/vnd.jupyter.widget-view+json", "text/vnd.mermaid")


def html_page(node: object, title: str, draw: Draw) -> str:
    """Return a notebook's node as a page of HTML, in which `draw` makes the HTML of TeX, and of an output."""
    exporter = page_exporter(draw, _NEEDS_A_SCRIPT)(raw_template=_TEMPLATE)
    page, _ = exporter.from_notebook_node(node, resources={"metadata": {"name": title}})
    return str(page)
