"""Finding and reading pages."""

import pytest

from game.views.codex import article, pages, search
from tests.views.games import harbour


@pytest.mark.parametrize("term", ["commons", "The Commons", "open-access", "OPEN ACCESS", "comm"])
def test_a_page_is_found_by_id_title_other_term_or_beginning(term: str) -> None:
    """A student types the word that is on the screen."""
    found = search(harbour(), term)
    assert found.article is not None
    assert found.article.id == "commons"


def test_a_page_is_found_by_what_stands_in_it() -> None:
    """The only page that speaks of shares opens at once."""
    found = search(harbour(), "share of itself")
    assert found.article is not None
    assert found.article.id == "logistic-growth"


def test_what_a_page_points_to_is_told_before_what_else_has_the_term() -> None:
    """Also where the term does not stand in it."""
    assert search(harbour(), "commons").others[0] == ("logistic-growth", "Logistic growth")
    first, *more = search(harbour(), "equations").others
    assert first == ("model.equations.pack", "Pack: equations")
    assert first not in more


def test_a_slip_leads_to_the_nearest_page() -> None:
    """No page is opened that was not asked for."""
    found = search(harbour(), "comons")
    assert (found.article, found.others) == (None, (("commons", "The commons"),))


def test_nothing_asked_is_the_whole_list() -> None:
    """By title, and then what is told of the model."""
    assert search(harbour(), " ").others == pages(harbour())
    titles = [title for _id, title in pages(harbour())]
    assert titles == [
        "Logistic growth",
        "The commons",
        "What the model is",
        "What moves what",
        "Equations",
        "Constants",
        "Sources",
    ]


def test_a_page_is_plain_text_with_its_links_and_sources() -> None:
    """No mark of Markdown is left, and a link is the title of where it leads."""
    page = article(harbour(), "commons")
    assert page.paragraphs == (
        "What everyone may take and nobody must keep. How fast it comes back is told in "
        "Logistic growth.",
    )
    assert page.links == (("logistic-growth", "Logistic growth"),)
    assert page.sources == ("Governing the Commons. Cambridge University Press, 1990.",)
