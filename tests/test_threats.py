"""What is known to break tools like this one, each with what holds it: tests, or gates of `tests/bench`."""

import re
from pathlib import Path

TESTS = Path(__file__).parent

HELD: dict[str, str] = {
    # Decks from strangers
    "25 kB of brackets end Python inside the YAML reader": """
        store/test_deckfile.py::test_what_is_nothing_or_beyond_all_measure_is_a_problem  gate decks""",
    "aliases and merges explode, tags run code, duplicate keys win": """
        store/test_deckfile.py::test_each_mistake_is_said_with_its_place_and_a_hint  gate decks  gate fuzz""",
    "a reader of YAML lets ValueError, KeyError and others through": """
        store/test_deckfile.py::test_a_deck_with_lines_lost_doubled_or_garbled_is_read_without_an_error  gate fuzz""",
    "YAML takes NO for false and 12:30 for 750": "store/test_deckfile.py::test_a_scalar_is_the_text_that_was_typed",
    "the pure dumper changes strings": "store/test_deckwrite.py::test_any_values_written_as_yaml_are_read_as_they_were",
    # Text on the terminal
    "a deck sets the clipboard or the title, or types into stdin": """
        core/test_text.py::test_nothing_that_a_terminal_obeys_is_left
        store/test_deckfile.py::test_control_characters_of_a_deck_never_get_in
        screen/test_paint.py::test_what_a_deck_says_never_reaches_the_terminal_as_a_command
        gate decks  gate terminals""",
    "[red] is dropped and [/] ends the program": """
        screen/test_timeline_view.py::test_markup_and_control_characters_in_a_deck_are_only_text
        screen/test_page.py::test_what_a_deck_says_is_text_and_never_markup
        screen/test_export.py::test_what_a_deck_says_is_never_markup""",
    "tables are cut below forty columns": "cli/test_commands.py::test_every_screen_keeps_within_its_width",
    # Prompts
    "Ctrl-C is swallowed, and an empty review stored": """
        cli/test_quiz.py::test_an_interrupt_ends_politely_with_the_score
        cli/test_terminal.py::test_an_empty_answer_is_no_answer_and_ctrl_d_ends_politely""",
    "a menu that is fed from a pipe records answers": """
        cli/test_quiz.py::test_wrong_keys_in_a_choice_or_a_flashcard_are_asked_again
        cli/test_exchange_commands.py::test_without_a_terminal_it_takes_nothing_and_names_the_option""",
    "SIGTERM or SIGHUP leaves echo off": """
        cli/test_terminal.py::test_a_signal_leaves_the_terminal_as_it_was
        cli/test_pager.py::test_a_signal_ends_the_pager_first_and_then_the_program  gate terminals""",
    "a pasted paragraph is many keys, and a megabyte takes seconds": """
        cli/test_terminal.py::test_a_pasted_paragraph_is_one_answer_and_no_keys
        cli/test_terminal.py::test_a_line_is_cut_where_it_is_no_answer_any_more  gate terminals""",
    "letters are shortcuts while an answer is typed": """
        cli/test_terminal.py::test_letters_are_never_shortcuts_while_an_answer_is_typed""",
    # Unicode in answers
    "й is taken for и, or stress marks count": """
        core/test_text.py::test_short_i_stays_apart_from_i
        core/test_grade_text.py::test_й_without_its_mark_is_right_and_says_so
        core/test_grade_name.py::test_a_name_without_its_marks_is_right_and_says_so""",
    # The history
    "SIGKILL loses what was saved": """
        cli/test_quiz.py::test_killed_in_the_middle_nothing_that_was_said_to_be_saved_is_lost  gate kills""",
    "a power cut loses what was saved": "gate power",
    "a failing or full disk loses what was saved": """
        store/test_backups.py::test_without_room_no_copy_is_begun  gate writes""",
    "log and memory are written apart": """
        store/test_history.py::test_replaying_the_log_gives_the_memory_that_the_quiz_had
        store/test_history.py::test_an_exercise_that_cannot_be_written_whole_is_not_written_at_all  gate kills""",
    "windows that read and then write lose answers": """
        store/test_history.py::test_two_windows_at_once_lose_no_answer  gate windows""",
    "overlapping checkpoints corrupt the log beside the file": """
        store/test_backups.py::test_the_log_beside_the_file_does_not_grow_without_end  gate windows""",
    "a deleted database goes on taking answers": """
        store/test_backups.py::test_a_file_deleted_while_it_is_in_use_is_written_again_with_the_last_answer
        store/test_backups.py::test_a_file_replaced_while_it_is_in_use_is_left_and_the_answers_are_saved_beside_it""",
    "a copy without the log beside the file loses it": """
        store/test_backups.py::test_a_copy_is_a_whole_history_in_one_file_while_another_window_goes_on_writing""",
    "the history can be read by everybody": """
        store/test_history.py::test_the_file_is_the_learners_alone
        store/test_backups.py::test_copies_are_the_learners_alone""",
    # Files
    "a write that fails leaves half a file": """
        store/test_files.py::test_a_folder_that_cannot_be_written_leaves_nothing_behind
        store/test_files.py::test_whatever_comes_between_leaves_the_old_file_whole_and_nothing_beside_it
        store/test_backups.py::test_a_copy_that_cannot_be_written_leaves_what_was_there_and_nothing_half""",
    "links are replaced, modes lost, another's changes written over": """
        store/test_files.py::test_a_deck_that_was_read_exactly_is_rewritten_through_its_link_with_its_mode
        store/test_files.py::test_a_deck_that_was_changed_or_taken_away_meanwhile_is_left_alone""",
    "a pipe hangs the reader, and /dev/zero fills the memory": """
        store/test_documents.py::test_what_is_no_ordinary_readable_document_is_refused
        store/test_anki_packages.py::test_what_is_no_ordinary_file_is_never_waited_for
        store/test_files.py::test_what_is_no_file_is_never_written_over""",
    # Packages
    "a small package unpacks to gigabytes": """
        store/test_anki_packages.py::test_a_bomb_is_cut_short
        store/test_anki_packages.py::test_a_bomb_of_zstd_is_cut_short_and_gets_no_window_as_large_as_it_wants
        gate packages""",
    "media are named ../../x": """
        store/test_anki_packages.py::test_no_name_inside_a_package_is_used_as_a_path  gate packages""",
    "a view with endless recursion is called notes": """
        store/test_anki_packages.py::test_only_ordinary_tables_of_a_known_layout_are_read""",
    "a failed export destroys the file that was there": """
        cli/test_anki_commands.py::test_a_failed_export_leaves_the_file_that_was_there""",
    "a separator in a field makes Anki refuse the package": """
        store/test_anki_library.py::test_what_anki_minds_in_a_field_is_imported_and_comes_back""",
    # Time
    "a clock runs backwards": "core/test_memory.py::test_a_clock_that_ran_backwards_counts_as_the_same_day",
    "one review dated 2099 or 1970 multiplies what is held": """
        store/test_history_misdated.py::test_memory_is_what_the_other_answers_leave_and_nothing_is_due_in_another_age
        cli/test_doctor_command.py::test_answers_of_a_clock_that_had_lost_the_time_are_said_and_taken_back_with_the_others
        cli/test_doctor_command.py::test_most_of_all_answers_are_never_taken_back  gate clocks""",
    "a day of 24 hours, or one that the clocks change": """
        core/test_memory.py::test_a_day_begins_at_four_in_the_morning_of_the_learner
        core/test_memory.py::test_yesterday_evening_and_this_noon_are_one_day_apart""",
    "a streak breaks on a day with nothing due": """
        store/test_scoring.py::test_a_day_off_ends_a_streak_only_when_a_card_was_due""",
    # Documents
    "an encoding is guessed in silence, UTF-16 passes for UTF-8": """
        store/test_decoding.py::test_cyrillic_is_read_in_every_encoding_without_a_mark
        store/test_decoding.py::test_latin_letters_are_read_in_their_encoding_and_the_guess_is_said""",
    "60 kB of `<a ` take 21 seconds": "store/test_documents.py::test_a_hostile_page_is_read_in_no_time  gate packages",
    "a PDF of a megabyte takes a gigabyte": """
        store/test_documents.py::test_a_mutilated_pdf_is_read_or_refused  gate packages""",
    "a regular expression takes seconds on one line": """
        build/test_clean.py::test_a_hostile_text_of_twenty_thousand_characters_is_read_at_once
        core/test_sentence_ends.py::test_a_hostile_line_of_twenty_thousand_characters_is_read_at_once""",
    # What learners lost elsewhere
    "nothing is saved until the session ends": """
        cli/test_quiz.py::test_a_right_answer_is_saved_before_its_verdict_is_shown_with_the_passage  gate kills""",
    "a reinstall or a sync writes over the history": """
        store/test_backups.py::test_a_history_that_is_not_the_one_used_so_far_is_said
        store/test_backups.py::test_a_copy_that_another_computer_went_on_with_is_said_even_where_it_has_more_answers
        cli/test_safekeeping.py::test_the_answers_of_two_computers_come_together_as_the_help_says
        store/test_backups.py::test_restoring_keeps_what_was_there""",
    "an update looks in another folder and begins afresh": """
        store/test_backups.py::test_a_history_that_destal_would_look_for_in_another_folder_is_found""",
    "a newer program's history is misread, and an older one's lost": """
        store/test_history.py::test_a_foreign_a_newer_and_a_damaged_file_are_refused_and_left_as_they_are
        store/test_history.py::test_a_history_of_the_first_format_keeps_every_review_and_is_read_as_before
        store/test_backups.py::test_a_copy_is_made_before_a_change_of_format""",
    "mending a typing mistake resets a card": """
        core/test_cards.py::test_moving_and_rewording_a_fact_leaves_its_cards_ids_alone
        cli/test_quiz.py::test_history_stays_with_a_fact_that_is_reworded_moved_or_away_for_a_while""",
    "reviews rewrite the learner's own notes": """
        cli/test_quiz.py::test_studying_and_taking_back_leave_every_deck_as_it_was_written""",
    "two decks have one id": """
        cli/test_commands.py::test_the_first_of_two_decks_with_one_id_wins_and_the_other_shows_as_shadowed
        cli/test_commands.py::test_a_received_deck_is_taken_in_and_never_replaces_another_unasked""",
}


def test_what_is_known_to_break_tools_is_held_by_tests_and_gates_that_are_there() -> None:
    """A test that is renamed or taken out is missed here."""
    named = [one for held in HELD.values() for one in re.findall(r"gate \w+|\S+::\S+", held)]
    assert len(named) > len(HELD)
    assert [one for one in named if not _is_there(one)] == []


def _is_there(named: str) -> bool:
    file, _, test = named.partition("::")
    if not test:
        return (TESTS / "bench" / "attacks" / f"{named.split()[1]}.py").is_file()
    return f"def {test}(" in (TESTS / file).read_text(encoding="utf-8")
