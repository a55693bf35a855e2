"""How hard a text is to read: the grade of Flesch and Kincaid.

J. P. Kincaid, R. P. Fishburne, R. L. Rogers and B. S. Chissom, Derivation of New Readability Formulas
for Navy Enlisted Personnel, Naval Technical Training Command, Research Branch Report 8-75, 1975:
0.39 words a sentence + 11.8 syllables a word - 15.59, in years of American schooling.

Names and figures are words of a sentence, and have as many syllables as the text's other words have
on average: who knows "Cambricon" reads it as one sign, and who does not looks it up once.
"""

import re

_MARKS = re.compile(r"\{\{[^}]*\}\}|\[\[(?:[^\]|]*\|)?([^\]]*)\]\]|[*_`#>]+")
_SENTENCE = re.compile(r"(?<=[.!?])[\"')]*\s+|\n\s*\n|\n(?=[-*] )")
WORD = re.compile(r"[\w{}$%€]+(?:[-'’.,/][\w{}]+)*")
_VOWELS = re.compile(r"[aeiouy]+")


def sentences(text: str) -> list[str]:
    """The sentences of a text, without marks of Markdown; a colon ends none."""
    plain = _MARKS.sub(lambda match: match[1] or " ", text)
    return [part for part in _SENTENCE.split(plain) if WORD.search(part)]


def grade(text: str) -> float:
    """Years of schooling that a text asks for."""
    told = [WORD.findall(sentence) for sentence in sentences(text)]
    counted = [
        syllables(word)
        for words in told
        for at, word in enumerate(words)
        if not _is_name(word, first=at == 0)
    ]
    words = sum(len(words) for words in told)
    return 0.39 * words / len(told) + 11.8 * sum(counted) / max(1, len(counted)) - 15.59


def _is_name(word: str, *, first: bool) -> bool:
    """Whether a word is a name or a figure; the first word of a sentence is one when it looks so."""
    if re.search(r"[\d{}%$€]", word) or word[1:] != word[1:].lower():
        return True
    return word[:1].isupper() and not first and word != "I"


ODD = {
    "area": 3,
    "areas": 3,
    "idea": 3,
    "ideas": 3,
    "science": 2,
    "experience": 4,
    "theories": 3,
    "being": 2,
    "doing": 2,
    "going": 2,
    "seeing": 2,
    "create": 2,
    "created": 3,
    "quiet": 2,
    "media": 3,
    "actual": 3,
    "actually": 4,
    "mutual": 3,
    "trial": 2,
    "reliance": 3,
    "period": 3,
    "giant": 2,
    "client": 2,
    "fuel": 2,
    "cruel": 2,
    "lion": 2,
    "prior": 2,
    "society": 4,
    "licences": 3,
    "business": 2,
    "something": 2,
    "somebody": 3,
    "sometimes": 2,
    "whole": 1,
}
"""Words that the vowels would count wrongly."""


def syllables(word: str) -> int:
    """Syllables of an English word, by its vowels; of a compound, those of its parts."""
    if "-" in word.strip("-"):
        return sum(syllables(part) for part in word.split("-") if part)
    word = re.sub(r"[^a-z]", "", word.lower())
    if word in ODD:
        return ODD[word]
    count = len(_VOWELS.findall(re.sub(r"(?<=[aeou])y(?=[aeiou])", "y-", word)))
    if re.search(r"[^aeiouy]e$", word) and not re.search(r"[^aeiouy]le$", word):
        count -= 1  # "trade", "rule"; but "table"
    elif re.search(r"[^aeiouytd]ed$", word) and not re.search(r"[^aeiouyl]led$", word):
        count -= 1  # "licensed"; but "wanted", "settled"
    elif re.search(r"[^aeiouy]es$", word) and not re.search(
        r"([^aeiouyl]l|[csxzg]|sh|ch)es$", word
    ):
        count -= 1  # "makes"; but "prices", "tables"
    return max(1, count)
