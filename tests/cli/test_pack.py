"""`chiprace pack`: data on stdout, words on stderr, 1 when the answer is no."""

import json
import shutil
from pathlib import Path

import pytest

from game.cli.main import main
from game.errors import ExitCode
from game.packs.diagnostics import SEVERITIES
from game.packs.where import DATA_VARIABLE

HARBOUR = Path(__file__).parents[1] / "fixtures" / "harbour"
ROOT = Path(__file__).parents[2]


@pytest.fixture
def broken(tmp_path: Path) -> Path:
    """A harbour with one mistake."""
    pack = Path(shutil.copytree(HARBOUR, tmp_path / "harbour"))
    path = pack / "pack.toml"
    path.write_text(path.read_text("utf-8").replace("growth_rate * fish", "growth_rat * fish"))
    return pack


def test_a_sound_pack_prints_nothing_but_a_line_on_stderr(
    capsys: pytest.CaptureFixture[str],
) -> None:
    """What a script reads stays empty."""
    assert main(["pack", "check", str(HARBOUR)]) == ExitCode.DONE
    out, err = capsys.readouterr()
    assert out == ""
    assert err == f"{HARBOUR}: nothing to report\n"


def test_a_mistake_is_shown_with_its_line_and_a_caret(
    broken: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """As a compiler shows it; the exit code says no."""
    assert main(["pack", "check", str(broken)]) == ExitCode.NO
    out, err = capsys.readouterr()
    assert (
        out
        == f"""\
error[rule-unknown-name]: Nothing is called `growth_rat`.
  --> {broken}/pack.toml:68:8
68 | add = "growth_rat * fish * (1 - fish / bay_holds)"
   |        ^^^^^^^^^^
   = Did you mean `growth_rate`?
"""
    )
    assert err == f"{broken}: 1 error\n"


def test_a_mistake_as_json_names_its_range(
    broken: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """For editors."""
    assert main(["pack", "check", str(broken), "--json"]) == ExitCode.NO
    [entry] = json.loads(capsys.readouterr().out)
    assert entry["playable"] is False
    assert entry["title"] == "The Harbour"
    [report] = entry["reports"]
    assert report["code"] == "rule-unknown-name"
    assert report["severity"] == "error"
    assert (report["line"], report["column"]) == (68, 8)
    assert (report["end_line"], report["end_column"]) == (68, 18)


def test_the_folder_one_stands_in_is_checked_unasked(
    broken: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """An author works there; places are short then."""
    monkeypatch.chdir(broken)
    assert main(["pack", "check"]) == ExitCode.NO
    assert "--> pack.toml:68:8" in capsys.readouterr().out


def test_many_reports_of_one_code_are_counted(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The eleventh of a kind teaches nothing; --json has them all."""
    pack = Path(shutil.copytree(HARBOUR, tmp_path / "harbour"))
    more = "".join(f"[gauge.g{i}]\ntitle = 'x'\nunit = 'x'\nvalue = 'fihs'\n" for i in range(14))
    (pack / "more.toml").write_text(more)
    assert main(["pack", "check", str(pack)]) == ExitCode.NO
    out = capsys.readouterr().out
    assert out.count("error[rule-unknown-name]") == 10
    assert "... and 4 more of rule-unknown-name." in out
    main(["pack", "check", str(pack), "--json"])
    [entry] = json.loads(capsys.readouterr().out)
    assert sum(report["code"] == "rule-unknown-name" for report in entry["reports"]) == 14


def test_a_pack_that_is_not_there_is_an_error_of_its_own(
    capsys: pytest.CaptureFixture[str],
) -> None:
    """With the nearest id."""
    assert main(["pack", "check", "two-door"]) == ExitCode.NO
    assert "Did you mean two-doors?" in capsys.readouterr().out


def test_the_list_holds_shipped_and_own_packs(
    broken: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """A broken one is there, and says why it cannot be played."""
    monkeypatch.setenv(DATA_VARIABLE, str(tmp_path / "data"))
    shutil.copytree(broken, tmp_path / "data" / "my-packs" / "harbour")
    assert main(["pack", "list"]) == ExitCode.DONE
    lines = capsys.readouterr().out.splitlines()
    assert any(line.startswith("two-doors ") for line in lines)
    mine = next(line for line in lines if line.startswith("harbour "))
    assert "cannot be played" in mine
    assert "Nothing is called `growth_rat`." in mine
    assert main(["pack", "list", "--json"]) == ExitCode.DONE
    entries = {entry["id"]: entry for entry in json.loads(capsys.readouterr().out)}
    assert entries["two-doors"]["error"] is None
    assert entries["harbour"]["origin"] == "own"


@pytest.mark.parametrize("code", sorted(SEVERITIES))
def test_every_code_is_explained(code: str, capsys: pytest.CaptureFixture[str]) -> None:
    """With a bad example and a mended one."""
    assert main(["pack", "explain", code]) == ExitCode.DONE
    out = capsys.readouterr().out
    assert out.startswith(f"# {code} ")
    assert "## Wrong" in out
    assert "## Mended" in out


def test_an_unknown_code_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    """With the nearest."""
    assert main(["pack", "explain", "goal-ordr"]) == ExitCode.REFUSED
    assert "Did you mean goal-order?" in capsys.readouterr().err


def test_the_published_schema_is_that_of_the_model(capsys: pytest.CaptureFixture[str]) -> None:
    """Editors read docs/pack.schema.json; `chiprace pack schema` writes it anew."""
    assert main(["pack", "schema"]) == ExitCode.DONE
    published = (ROOT / "docs" / "pack.schema.json").read_text("utf-8")
    assert capsys.readouterr().out == published


def test_a_folder_that_is_no_pack_is_not_checked_for_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Other projects have TOML files too: there, all packs are checked."""
    (tmp_path / "pyproject.toml").write_text('[project]\nname = "other"\n', "utf-8")
    monkeypatch.chdir(tmp_path)
    assert main(["pack", "check"]) == 0
    assert "two-doors: nothing to report" in capsys.readouterr().err
