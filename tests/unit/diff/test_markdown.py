"""A diff as Markdown: folded, fenced so that nothing gets out, and no longer than allowed."""

from __future__ import annotations

from hypothesis import given
from markdown_it import MarkdownIt

from nbtrack.diff.engine import diff_notebooks
from nbtrack.diff.markdown import render_markdown
from nbtrack.notebook.document import Notebook, parse
from tests.making import code, markdown, notebook, raw_notebooks, result, stream


def rendered(old: Notebook, new: Notebook, most: int = 65_536) -> str:
    return render_markdown(diff_notebooks(old, new), ("old.ipynb", "new.ipynb"), most)


def test_what_a_person_reads() -> None:
    old = notebook(code("a = 1", outputs=[stream("1\n"), result({"image/png": "AAAA"})]), markdown("gone"))
    new = notebook(code("a = 2", outputs=[stream("2\n"), result({"image/png": "AAAABBBB"})]))
    assert (
        rendered(old, new)
        == """### <code>new.ipynb</code>

Since <code>old.ipynb</code>: 1 changed, 1 removed of 2 cells, +1 -2 lines, 2 outputs

<details open><summary>cell 1 (code) changed</summary>

```diff
-a = 1
+a = 2
```

<code>output 1 (stream stdout) changed</code>

```diff
-1
+2
```

<code>output 2 (execute&#95;result) changed</code>

<code>image/png 3 B → 6 B</code>

</details>

<details open><summary>cell 2 (markdown) removed</summary>

```diff
-gone
```

</details>
"""
    )


def test_no_fence_closes_early() -> None:
    text = rendered(notebook(), notebook(markdown("```\n````\n</details><script>x</script>")))
    assert "`````diff\n" in text
    html = MarkdownIt("commonmark", {"html": True}).render(text)
    assert "<script>" not in html
    assert html.count("</details>") == 1


@given(raw_notebooks(), raw_notebooks())
def test_nothing_of_a_notebook_is_markup(raw_old: bytes, raw_new: bytes) -> None:
    text = rendered(parse(raw_old), parse(raw_new))
    tokens = MarkdownIt("commonmark", {"html": True}).parse(text)
    blocks = {token.content.split(">")[0].split()[0] for token in tokens if token.type == "html_block"}
    assert blocks <= {"<details", "</details"}


def test_many_cells_are_folded_and_long_ones_named() -> None:
    body = "\n".join(f"# line {n}" for n in range(40))
    old = notebook(*(code(f"cell_{n} = 1\n{body}") for n in range(40)))
    new = notebook(*(code(f"cell_{n} = 2\n{body.replace('0', 'zero')}") for n in range(40)))
    text = rendered(old, new, 8_000)
    assert len(text) <= 8_000
    assert "<details><summary>cell 1 (code) changed</summary>" in text
    assert "(code) changed, not shown" in text
    short = rendered(old, new, 700)
    assert len(short) <= 700
    assert short.endswith("more cells\n")


def test_a_name_is_no_markup() -> None:
    text = render_markdown(diff_notebooks(notebook(), notebook()), ("@all *x* <b>", "a`b[c](d)"))
    html = MarkdownIt("commonmark", {"html": True}).render(text)
    assert "<em>" not in html
    assert "<b>" not in html
    assert "@" not in text
    assert "no difference" in html
