"""The report names what is planted, and its numbers are right where they are known."""

import json
from pathlib import Path
from shutil import copytree

import numpy as np
import pytest
from numpy.typing import NDArray

from game.cli.main import main
from game.lab.games import Study, play, world_of
from game.lab.report import sensitivity as sensitivities
from game.lab.report.coverage import usual
from game.lab.report.effects import effects, forks, gathered
from game.lab.report.intervals import interval
from game.lab.report.shapes import shape
from game.lab.report.trial import Outcome, Trial, pins, play_trial
from game.lab.report.whole import reported

HARBOUR = Path(__file__).parents[2] / "fixtures" / "harbour"
KEYS = {"coverage", "effects", "dominated", "dead", "dominant", "shapes", "minutes", "sensitivity"}
PLANTED = """
[decision.song]
role = "council"
kind = "dial"
title = "Song of the town"
start = "none"
about = "Planted."
[decision.song.option.none]
title = "None"
[decision.song.option.merry]
title = "Merry"
effects = ["trust += 5%"]

[event.whale]
title = "A whale"
text = "It swims by."
when = "fish > 900 and turn < 2"
assumption = "Planted: there are never so many fish in the first quarter."

[constant.idle]
title = "Moves nothing"
unit = "k"
value = 1
low = 0
high = 2
confidence = "low"
assumption = "Planted."
"""


@pytest.fixture(scope="module")
def planted(tmp_path_factory: pytest.TempPathFactory) -> Study:
    """The harbour with a free option that helps, a dead event, and a constant that does nothing."""
    folder = tmp_path_factory.mktemp("packs") / "harbour"
    copytree(HARBOUR, folder)
    (folder / "planted.toml").write_text(PLANTED, encoding="utf-8")
    fuel = next(path for path in folder.glob("*.toml") if "boats * fuel" in path.read_text("utf-8"))
    named = fuel.read_text("utf-8").replace("boats * fuel", "boats * fuel + 0 * idle")
    fuel.write_text(named, encoding="utf-8")
    return Study(str(folder), 3, 1500, {}, {})


def played(trials: list[Trial]) -> list[Outcome]:
    """Trials played here."""
    return [play_trial(trial) for trial in trials]


def test_the_report_names_a_planted_dominant_option_and_a_dead_event(planted: Study) -> None:
    """What an author must hear of, among all that is right."""
    told = reported(planted)
    assert set(told) >= KEYS
    beaten = {(each["of"], each["option"]): each["by"] for each in told["dominated"]}
    assert beaten["song", "none"]["merry"]["peace"] > 0.0
    assert ("song", "merry") not in beaten
    assert "whale" in told["dead"]["events"]
    assert "storm" not in told["dead"]["events"]
    assert json.loads(json.dumps(told, allow_nan=False)) == told


def test_an_option_with_a_known_effect_is_measured(planted: Study) -> None:
    """Trust moves a tenth of the way back each turn, so a steady push comes to a known level."""
    world = world_of(planted)
    trials = list(forks(world, planted, 1500))
    found = effects(world, gathered(world, trials, played(trials)))["options"]["song.merry"]
    trust, bay = (found["whole"]["goals"][f"council.{goal}"] for goal in ("peace", "bay"))
    assert found["against"] == "none"
    assert trust["low"] > 0.0
    assert bay["low"] <= 0.0 <= bay["high"]


def test_a_constant_that_moves_nothing_has_no_sensitivity(planted: Study) -> None:
    """And one that moves much has some."""
    world = world_of(planted)
    found = sensitivities.sensitivity(world, planted, 200, lambda trials: played(list(trials)))
    bay = found["goals"]["council.bay"]
    assert bay["idle"] == {"mean": 0.0, "size": 0.0, "spread": 0.0, "reach": 0.0}
    assert bay["growth_rate"]["size"] > 1.0


def test_without_salib_a_sentence_says_what_to_install(
    planted: Study, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The rest of the report does not need it."""
    monkeypatch.setattr(sensitivities, "find_spec", dict[str, None]().get)
    found = sensitivities.sensitivity(world_of(planted), planted, 200, played_never)
    assert "chiprace[lab]" in found["missing"]


def played_never(trials: object) -> list[Outcome]:
    """Refuse to play."""
    raise AssertionError(trials)


def test_games_as_they_come_are_those_of_lab_run(planted: Study) -> None:
    """One engine, one luck: the report is about the same games."""
    world, study = world_of(planted), Study(planted.pack, 3, 60, {}, {})
    games = play(study)
    for trial, outcome in zip(trials := list(usual(world, study, 60)), played(trials), strict=True):
        assert np.array_equal(outcome.ending, games.ending[trial.lanes])
        assert np.array_equal(outcome.happened > 0, games.fired[trial.lanes] > 0)


def test_a_pin_that_changes_nothing_leaves_its_game_as_it_was(planted: Study) -> None:
    """Forks of a game differ by what is pinned, and by nothing else."""
    players = {"skipper": "hold", "council": "hold"}
    dial = world_of(planted).layout.dials.index("quota")
    held = pins([(dial, 1, 0.0, 1, 12), (dial, 2, 1.0, 4, 6)])
    outcome = play_trial(Trial(planted, players, np.zeros(3, dtype=np.int64), dials=held))
    assert np.array_equal(outcome.scores[0], outcome.scores[1])
    assert not np.array_equal(outcome.scores[0], outcome.scores[2])
    assert outcome.obeyed.tolist() == [0, 12, 3]


def test_an_event_that_is_withheld_does_not_happen(planted: Study) -> None:
    """In the games it is withheld from; in the others it does."""
    event = list(world_of(planted).pack.model.event).index("storm")
    lanes = np.tile(np.arange(40), 2)
    held = pins([(event, game, 0.0, 1, 12) for game in range(40)])
    players = {"skipper": "steady", "council": "careful"}
    outcome = play_trial(Trial(planted, players, lanes, withheld=held))
    assert not outcome.happened[:40, event].any()
    assert outcome.happened[40:, event].any()


def test_an_interval_is_the_one_of_the_textbooks() -> None:
    """Ten values with t at 2.262 (nine degrees of freedom)."""
    values = np.arange(10.0)
    found = interval(values)
    assert found is not None
    reach = 2.262 * values.std(ddof=1) / np.sqrt(10)
    assert found.mean == 4.5
    assert abs(found.high - found.mean - reach) < 1e-3
    assert interval(values[:1]) is None


@pytest.mark.parametrize(
    ("word", "scores"),
    [
        ("tight", np.linspace(50, 60, 5000)),
        ("flat", np.linspace(0, 100, 5000)),
        ("loose", np.random.default_rng(1).normal(50, 20, 5000)),
        ("skewed", np.random.default_rng(1).exponential(30, 5000)),
        (
            "bumpy",
            np.concatenate([np.random.default_rng(1).normal(m, 6, 2500) for m in (20, 80)]),
        ),
    ],
)
def test_every_shape_has_its_word(word: str, scores: NDArray[np.float64]) -> None:
    """On distributions whose shape is known."""
    assert shape(scores)["shape"] == word


def test_the_verb_prints_tables_and_json(capsys: pytest.CaptureFixture[str]) -> None:
    """What is wrong comes first; JSON has the keys that programs read."""
    assert main(["lab", "report", str(HARBOUR), "--games", "100"]) == 0
    told = capsys.readouterr().out
    assert told.index("Dominated and dead") < told.index("Endings") < told.index("Minutes")
    assert main(["lab", "report", str(HARBOUR), "--games", "100", "--json"]) == 0
    assert set(json.loads(capsys.readouterr().out)) >= KEYS
