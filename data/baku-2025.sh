#!/bin/sh
# Makes the sample case, data/baku-2025.json, with casefile's own commands.
#
#   sh data/baku-2025.sh PATH      the file to make; it must not exist
#
# Every fact is from one report by RAPSI of 29 October 2025, told in our own words except for short attributed
# quotations. The report prints no year: dates are typed as it has them, and the year comes from the source.
set -eu
CASEFILE_DB=${1:?usage: sh data/baku-2025.sh PATH}
export CASEFILE_DB
if [ -e "$CASEFILE_DB" ]; then
    echo "$CASEFILE_DB is there already" >&2
    exit 4
fi

# Sources. RAPSI names an earlier report of its own for what was said in August; nobody here has seen that one.
casefile add-source --publisher РАПСИ --kind agency-wire --lang ru --published "August 2025" \
    --title "earlier report on the August briefing" --note "Known only through the report that relays it; not held."
casefile add-source --publisher РАПСИ --kind agency-wire --lang ru --published 2025-10-29 --relays R1 \
    --title "РФ и Азербайджан продолжают обсуждение темы освобождения россиян"

# Who speaks, and who is spoken of
casefile add-person "Azerbaijani side" --kind state --role authority --country AZ \
    --name ru:"азербайджанская сторона" --source R2
casefile add-official "Vladimir Putin" --name ru:"Владимир Путин" --office president --country RU --source R2
casefile add-official "Ilham Aliyev" --name ru:"Ильхам Алиев" --name az:"İlham Əliyev" --office president \
    --country AZ --source R2
casefile add-official "Dmitry Peskov" --name ru:"Дмитрий Песков" --office "press secretary" --org Kremlin \
    --country RU --source R2
casefile add-official "Aleksei Fadeev" --name ru:"Алексей Фадеев" --office "deputy director" \
    --org "information and press department, Russian MFA" --country RU --source R2
casefile add-person "Russian embassy in Azerbaijan" --kind organisation --role official \
    --name ru:"посольство РФ в Азербайджане" --country RU --source R2

# Who is held. Eight people nobody has named; that they were detained became known on 1 July, so it was then or before.
casefile add-detainee "eight Russian nationals" --name ru:"восемь россиян" --group --count 8 --nationality RU \
    --known "1 июля" --place "Baku?" --by "Azerbaijani side" --source R2 \
    --note "Held in Baku according to S1; where they were detained is not stated. Whether the two journalists are among them is not stated."
# Two journalists, detained "earlier" than that
casefile add-detainee "Igor Kartavykh" --name ru:"Игорь Картавых" --nationality RU --occupation journalist \
    --office "head of the editorial office" --org "Sputnik Azerbaijan" --detained "до 1 июля" --place Baku --source R2
casefile add-detainee "Evgeny Belousov" --name ru:"Евгений Белоусов" --nationality RU --occupation journalist \
    --office "managing editor" --org "Sputnik Azerbaijan" --detained "до 1 июля" --place Baku --source R2

# What one side alleges. It is a claim, not a charge, and the report does not say when it was made.
casefile add-charge P7 "link to the transit of narcotics from Iran" --by "Azerbaijani side" --status alleged \
    --on "до 29 октября" --source R2
casefile add-charge P7 "link to cyber-crime" --by "Azerbaijani side" --status alleged --on "до 29 октября" --source R2

# What happened
casefile add-event briefing --on "в августе" --with Fadeev:speaker --about P7 --source R2
casefile add-event meeting --on "9 октября" --place Dushanbe --with Putin --with Aliyev \
    --text "talks that also took up the release of detained Russian nationals" --source R2
casefile add-event phone-call --on "24 октября" --with Putin --with Aliyev --after E5 \
    --text "went on with subjects raised before" --source R2

# What was said
casefile add-statement "с азербайджанской стороной ведется работа над вариантами скорейшего освобождения и возвращения домой удерживаемых в Баку российских граждан" \
    --by Fadeev --on "в августе" --kind progress-report --lang ru --verb сообщил --venue E4 --about P7 --source R2 \
    --translation "work is under way with the Azerbaijani side on options for an early release and return home of the Russian nationals held in Baku"
casefile add-statement "такое решение стало бы значительным шагом в процессе стабилизации межгосударственных отношений" \
    --by Fadeev --on "в августе" --kind assessment --lang ru --verb сообщил --venue E4 --about P7 --source R2 \
    --translation "such a decision would be a significant step towards stabilising relations between the two states"
casefile add-statement "the actions of the Azerbaijani law-enforcement agencies are unfounded; the detained are being given the help they need" \
    --by Fadeev --on "в августе" --paraphrase --kind protest --stance contests-legality:E1 --lang en \
    --verb "обратил внимание" --venue E4 --about P7 --source R2
casefile add-statement "Russia thinks highly of what the two presidents' talks achieved for the release of the Russian nationals detained by the Azerbaijani side" \
    --by Peskov --on "в конце октября" --paraphrase --kind assessment --lang en --verb заявил --about P7 --about E5 --source R2
casefile add-statement "Сейчас идет кропотливая работа" --by Peskov --on "в конце октября" --kind progress-report --lang ru \
    --verb отметил --about P7 --source R2 --translation "Painstaking work is going on now"
casefile add-statement "many worried citizens have turned to the embassy" --by "Russian embassy" --on "до 29 октября" \
    --paraphrase --lang en --verb заявили --about P7 --source R2
