"""The explorer in Chromium. Every test fails on a request to another host and on an uncaught error of a page.

``test_guard`` proves that the second sentence is so; ``conftest`` makes it so. The twelve journeys stand in
``test_twelve_journeys``, each a test of its own:

1. first visit, offline: ``test_first_visit_offline_shows_the_example_with_real_figures``
2. drop an article, find "nine, not ten": ``test_dropped_raw_article_says_nine_not_ten`` with the raw article, which
   lies beside the checkout, and ``test_dropped_example_says_nine_not_ten`` with the bundled one
3. from a therapy to a study to PubMed's address: ``test_therapy_leads_to_a_study_and_on_to_pubmed``
4. dismiss a finding with a reason:
   ``test_dismissal_with_a_reason_outlives_a_reload_and_stands_in_the_text_file``
5. share a link to a claim: ``test_copied_link_to_a_claim_opens_it_fresh``
6. run, stop and download a query: ``test_query_is_run_stopped_and_its_answer_downloaded``
7. microneedling, mechanism, density: ``test_way_from_needling_by_a_mechanism_to_density_is_found``
8. who was left out: ``test_who_was_left_out_of_the_studies_behind_a_claim``
9. phone: ``test_phone_shows_every_page_without_a_sideways_scroll_and_the_claim_over_the_text``
10. dark: ``test_dark_is_dark_on_every_page_and_can_be_read``
11. keyboard only: ``test_keyboard_alone_leads_from_the_overview_to_a_decision_on_a_claim``
12. import PMIDs and undo: ``test_records_are_pulled_from_a_service_and_taken_back``

``test_hostile_words`` takes the payloads of ``payloads`` to every page; the other modules look at one page each.
"""
