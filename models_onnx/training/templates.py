"""How people say things to a home: a small grammar of our own wordings, by intent.

Notation: `(a|b)` one of, `[a]` perhaps, `<rule>` another rule, `{slot}` words of a slot by its
own rule, `{slot=...}` words of a slot by what stands after the sign, `@filler` a word from
`vocabulary`. Values keep their units, without the preposition: "at {time}", "by {step}".

`HassLightSet: "make it {step=brighter}"` gives ("make it brighter", step = "brighter").
"""

RULES: dict[str, str] = {
    # --- values
    "area": "@area",
    "floor": "@floor",
    "name": "@name",
    "all": "(all|all|all of|every|all|each|both)",
    "percent": "(@n0_100 percent|@n0_100 percent|@n0_100 per cent|@d0_100%|@d0_100 %)",
    "brightness": "(<percent>|<percent>|<percent>|half|full|maximum|minimum|max|the lowest"
    "|full brightness|half brightness|the minimum|the maximum|@n1_10|@n0_100|full"
    " power|level @n1_10)",
    "position": "(<percent>|<percent>|<percent>|half|halfway|half way|a quarter|@n0_100)",
    "volume": "(<percent>|<percent>|@n0_100|@n0_100|half|maximum|max|minimum|level @n1_10|full)",
    "fan_speed": "(@fan_speed|@fan_speed|<percent>|speed @n1_10)",
    "humidity": "(<percent>|@n30_70)",
    "temperature": "(@n15_30[ degrees]|@n15_30 degrees|@decimal c|@d15_30°|@decimal"
    " degrees|@d15_30 °c|@n60_80"
    "|@n60_80 degrees|@n60_80 fahrenheit|@n15_30 degrees celsius|@n15_30 and a half degrees"
    "|@n15_30 point five|@n60_80 f)",
    "color": "@color",
    "color_temperature": "@color_temperature",
    "duration": "(@n1_90 (minutes|minutes|seconds|minute)|@n1_12 (hours|hour)|an hour|half an hour"
    "|a minute|@n1_12 hours and @n1_59 minutes|a quarter of an hour|an hour and a half"
    "|@n1_12 and a half (minutes|hours)|@n1_59 minutes and @n1_59 seconds|a couple of minutes"
    "|@n1_90 min|@n1_90 secs|a few minutes|@n1_12 minute|@n1_59 more minutes|two and a half hours)",
    "time": "(@n1_12|@n1_12 (am|pm|a m|p m|o'clock|a.m.|p.m.)|@hhmm|@hhmm (am|pm)|half past @n1_12"
    "|quarter (past|to) @n1_12|@n1_12 (fifteen|thirty|forty five)|noon|midnight|sunset|sunrise"
    "|dawn|dusk|@n1_12 in the (morning|evening|afternoon)|ten past @n1_12|@n1_12 thirty (am|pm)"
    "|@n1_12 at night|lunchtime|bedtime)",
    "daytime": "(tonight|this evening|this afternoon|this morning|in the morning|in the evening"
    "|later|at night)",
    "date": "(tomorrow|tomorrow|today|@weekday|next @weekday|the @nth|@month @nth"
    "|the day after tomorrow|next week|this weekend|@weekday)",
    "recurrence": "(every (day|morning|evening|night|weekday|hour|week|@weekday|@weekday"
    "|other day|weekend|monday and friday|thirty minutes)|daily|each (day|morning|@weekday|night)"
    "|on weekdays|on weekends|weekly|once a week|every single day|@weekdays)",
    "timer_name": "@timer_name",
    "item": "@item",
    "list": "@list",
    "search_query": "(@title|@title|@genre|@invented_title)",
    "artist": "@artist",
    "media_class": "@media_class",
    "message": "@message",
    "place": "@place",
    "mode": "@hvac_mode",
    "source": "@source",
    "reminder": "@reminder",
    "bit": "(a bit|a little|a little bit|slightly|a tad|a touch|somewhat|a lot|way|much|just"
    " a bit)",
    "the": "(the|the|the|my|our|that|this|)",
    # --- targets
    "no_i_mean": "(no|no wait|sorry i mean|i mean|er no|wait no|uh sorry|no not that|actually)",
    "lights": "(<one_light>|<one_light>|<one_light>|<the> {device_class=@lights}"
    "|<the> {area} {device_class=@lights}|<the> {area} {device_class=@lights}"
    "|<the> {device_class=@lights} (in|of|inside|for|at|on) <the> {area}"
    "|{all} [the|my] {device_class=@lights}"
    "|{all} [the|my] {device_class=@lights} (in|on|of) <the> {area}"
    "|{all} [the] {area} {device_class=@lights}|{all} <the> {device_class=@lights} {floor}"
    "|<the> {device_class=@lights} {floor}|<the> {floor} {device_class=@lights}"
    "|<the> {device_class=@lights} on the {floor}|{device_class=@lights} in here"
    "|{all} <the> {device_class=@lights} (except|except for|but|apart from|other than|besides"
    "|excluding|but not) <the> {except=<plain_target>}"
    "|{all} <the> {device_class=@lights} in <the> {area} (except|except for|but) <the>"
    " {except=<plain_target>}"
    "|<the> {area} and [the] {area} {device_class=@lights}|<one_light> and <one_light>"
    "|<the> {area} {device_class=@lights} and <one_light>|<one_light> in <the> {area}"
    "|<one_light>, <one_light> and <one_light>|<the> {name=@light} {floor}"
    "|<the> @area light[s] <no_i_mean> <the> {area} {device_class=@lights}"
    "|<the> @area <no_i_mean> <the> {area} {device_class=@lights}"
    "|<the> @area light <no_i_mean> <one_light>)",
    "one_light": "<the> {name=@light}",
    "plain_target": "(@light|@light|@area|@area @lights|@name|@lights in the @area|@floor)",
    "thing": "(<the> {name}|<the> {name}|<the> {name}|<the> {name} in <the> {area}"
    "|<the> {area} {name=@appliance}|<the> {name} and <the> {name}"
    "|<the> {area} {device_class=@onoff}|<the> {device_class=@onoff} in <the> {area}"
    "|<the> {device_class=@onoff}|<the> {device_class=@onoff}|{all} <the> {device_class=@onoff}"
    "|{all} <the> {device_class=@onoff} in <the> {area}|{device_class=everything}"
    "|{device_class=everything} in <the> {area}|<the> {device_class=@onoff} {floor}"
    "|{device_class=everything} {floor}|{device_class=everything} (except|but) <the>"
    " {except=<plain_target>}|<the> {name} on <the> {floor}"
    "|<the> @name <no_i_mean> <the> {name})",
    "cover": "(<the> {device_class=@covers}|<the> {area} {device_class=@covers}"
    "|<the> {area} {device_class=@covers}|<the> {device_class=@covers} in <the> {area}"
    "|{all} <the> {device_class=@covers}|{all} <the> {device_class=@covers} in <the> {area}"
    "|<the> {device_class=@covers} {floor}|<the> {name=@cover_name}|<the> {name=@cover_name}"
    "|<the> {name=@cover_name} and <the> {name=@cover_name}|<the> {floor} {device_class=@covers}"
    "|{all} <the> {device_class=@covers} (except|but|except for) <the> {except=<plain_target>})",
    "door": "(<the> {name=@door_name}|<the> {name=@door_name}|<the> {device_class=@locks}"
    "|{all} <the> {device_class=doors}|<the> {area} {device_class=door}|<the> {name=@door_name} and"
    " <the> {name=@door_name}|{device_class=everything}|<the> {device_class=door} to <the> {area})",
    "fan": "(<the> {device_class=@fans}|<the> {area} {device_class=@fans}"
    "|<the> {device_class=@fans} in <the> {area}|<the> {name=@fan_name}|<the> {name=@fan_name})",
    "heat": "(<the> {device_class=@climates}|<the> {device_class=@climates}|<the> {area}"
    " {device_class=@climates}|<the> {device_class=@climates} in <the> {area}"
    "|<the> {name=@climate_name}|<the> {device_class=@climates} {floor})",
    "media": "(<the> {device_class=@medias}|<the> {area} {device_class=@medias}"
    "|<the> {device_class=@medias} in <the> {area}|<the> {name=@media_name}|<the>"
    " {name=@media_name})",
    "vacuum": "(<the> {device_class=@vacuums}|<the> {device_class=@vacuums}|{name=@vacuum_name}"
    "|<the> {name=@vacuum_name}|<the> {area} {device_class=@vacuums})",
    "mower": "(<the> {device_class=@mowers}|<the> {device_class=@mowers}|<the> {name=@mower_name})",
    "in_area": "(in <the> {area}|in <the> {area}|in here|{floor}|in this room|for <the> {area})",
    "any_target": "(<lights>|<lights>|<thing>|<cover>|<door>|<fan>|<heat>|<media>)",
}

TEMPLATES: dict[str, list[str]] = {
    "HassTurnOn": [
        "it's pitch black [<in_area>]",
        "<cover> should be (open|up)",
        "(pop|stick|whack) <the> {name=@appliance} on",
        "(pop|stick) <lights> on",
        "some light [please|<in_area>]",
        "i want to see (something|better) in <the> {area}",
        "bring {device_class=light} to <the> {area}",
        "wake up <the> {name}",
        "(turn|switch|put|flip|power) on <lights>",
        "(turn|switch|put|flip) <lights> on",
        "(turn|switch|put|power) on <thing>",
        "(turn|switch|put) <thing> on",
        "<lights> on",
        "<thing> on",
        "(light up|illuminate|lights on in) <the> {area}",
        "(activate|enable|start|run|power up|fire up) <thing>",
        "(activate|enable) <lights>",
        "(turn|switch) <heat> on",
        "(turn|switch|start) [on] <heat>",
        "(turn|switch) on <fan>",
        "(turn|switch) <media> on",
        "(turn|switch|power) on <media>",
        "(open|raise|pull up|roll up|open up|draw back|lift) <cover>",
        "(pull|roll) <cover> up",
        "<cover> (up|open)",
        "(lock|secure|bolt) <door>",
        "lock up [the house]",
        "make sure <door> is locked",
        "make sure <lights> (are|is) on",
        "(activate|run|start|turn on|launch|set|play|trigger|execute) [the] {name=@scene}"
        " (scene|mode|routine|script)",
        "(activate|run|start|turn on|trigger) [the] {name=@scene scene}",
        "it's {name=@scene}",
        "(activate|start|trigger) {name=@scene}",
        "(start|make|brew|run) (the|a|some|me some|me a) {name=(coffee|coffee|espresso|cappuccino"
        "|tea|latte)}",
        "(start|run|turn on|kick off) <the> {name=@appliance}",
        "get the {name=@appliance} (going|started|running)",
        "let there be {device_class=light} [in <the> {area}]",
        "(i need|give me|i want) [some] {device_class=light} [in <the> {area}]",
        "(i need|i want) <lights> on",
        "i (can't see anything|can't see a thing) [in <the> {area}]",
        "(press|push) <the> {name} [button]",
        "(water|start watering) <the> {area=(garden|lawn|front yard|backyard|flowers)}",
        "could you get the {device_class=@lights} [in <the> {area}]",
        "hit the {device_class=lights}",
        "make it {name=@scene} time",
        "get <lights> on",
        "let some (air|fresh air|light|sun) in",
        "turn <lights> back on",
    ],
    "HassTurnOff": [
        "i can't (sleep|concentrate|see the screen|watch the movie|relax) with <lights> on",
        "<lights> (is|are) still (on|burning)",
        "(i'm|we're) (done|finished) with <thing>",
        "nobody is (in|using) <the> {area} turn the {device_class=lights} off",
        "someone left <lights> on (turn it off|switch it off|again)",
        "<cover> should be (closed|shut|down)",
        "(save|stop wasting) power turn off <thing>",
        "shut it all down [<in_area>]",
        "(turn|switch|shut|power|put) off <lights>",
        "(turn|switch|shut|put) <lights> off",
        "(turn|switch|shut|power) off <thing>",
        "(turn|switch|shut) <thing> off",
        "<lights> (off|out)",
        "<thing> off",
        "(kill|cut|douse|extinguish) <lights>",
        "lights (off|out) in <the> {area}",
        "(deactivate|disable|stop|shut down|power down) <thing>",
        "(deactivate|disable) <lights>",
        "(turn|switch) <heat> off",
        "(turn|switch) off <heat>",
        "(turn|switch|shut) off <fan>",
        "(turn|switch|shut) <media> off",
        "(turn|switch|power|shut) off <media>",
        "(close|shut|lower|pull down|roll down|close up|draw|let down|drop) <cover>",
        "(pull|roll|put) <cover> down",
        "<cover> (down|closed|shut)",
        "(unlock|unbolt|open the lock of) <door>",
        "make sure <lights> (are|is) off",
        "make sure <cover> (is|are) (closed|shut)",
        "(we don't need|i don't need|nobody needs) <lights> (anymore|any more|right now)",
        "get <lights> off",
        "(stop|cancel|turn off) <the> {name=@appliance}",
        "(stop|end) [the] {name=@scene} (scene|mode)",
        "turn {device_class=everything} off [in <the> {area}]",
        "shut {device_class=everything} down",
        "stop (watering|the sprinklers in) <the> {area=(garden|lawn|backyard)}",
        "no more {device_class=lights} [in <the> {area}]",
        "go dark in <the> {area}",
        "turn <lights> back off",
        "we're leaving turn {device_class=everything} off",
    ],
    "HassToggle": [
        "toggle <lights>",
        "toggle <thing>",
        "(flip|toggle) <the> {device_class=@lights} [in <the> {area}]",
        "toggle <cover>",
        "(change|switch|flip) the state of <lights>",
        "toggle <media>",
        "toggle <fan>",
        "switch <lights> over",
    ],
    "HassGetState": [
        "is (anything|something) {state=(on|still on|open|still open|unlocked|running)}"
        " [<in_area>]",
        "what is still {state=(on|open|running)} [<in_area>]",
        "did (i|we) leave anything {state=(on|open)} [<in_area>]",
        "is there anything {state=(on|open|still on)} [<in_area>]",
        "is <lights> {state=(on|open)} or {state=(off|closed)}",
        "(is|are) <door> {state=open} or {state=closed}",
        "(is|are) <lights> {state=(on|off|on|off|lit|turned on|switched off|turned off|still on)}",
        "(is|are) <thing> {state=(on|off|running|on|off|turned on|working|plugged in|still on"
        "|unavailable|idle)}",
        "(is|are) <cover> {state=(open|closed|shut|opened|up|down|opening|closing|still open)}",
        "(is|are) <door> {state=(locked|unlocked|open|closed|shut|secure|ajar)}",
        "(is|are) <heat> {state=(on|off|running|heating|cooling|idle)}",
        "(is|are) <fan> {state=(on|off|running|spinning|oscillating)}",
        "is <media> {state=(on|off|playing|paused|muted|idle)}",
        "is <vacuum> {state=(cleaning|docked|charging|running|done|finished|stuck|on|off"
        "|returning|idle)}",
        "(which|what) {device_class=@lights} are {state=(on|off|still on)} [in <the> {area}]",
        "(which|what) {device_class=@covers} are {state=(open|closed|still open)} [<in_area>]",
        "(which|what) {device_class=(doors|locks)} are {state=(locked|unlocked|open)}",
        "which {device_class=(devices|switches|plugs|sensors|fans|batteries)} are"
        " {state=(on|off|offline|low|unavailable|running)}",
        "how many {device_class=@lights} are {state=(on|off|turned on|burning)} [<in_area>]",
        "how many {device_class=@covers} are {state=(open|closed)} [<in_area>]",
        "are (any|any of the|there any) {device_class=@lights} {state=(on|off|left on)}"
        " [<in_area>]",
        "are (any|any of the|there any) {device_class=@covers} {state=(open|closed)} [<in_area>]",
        "are {all} <the> {device_class=@lights} {state=(on|off)} [<in_area>]",
        "are {all} <the> {device_class=(doors|windows|blinds|locks)} {state=(closed|locked|open"
        "|shut)} [<in_area>]",
        "(do i have|have we got|are there) any {device_class=@lights} {state=on} [<in_area>]",
        "did (i|we|somebody|anyone) (leave|forget) <lights> {state=on}",
        "did (i|we) (leave|forget) <thing> {state=on}",
        "did (i|we|you) {state=(lock|close|shut)} <door>",
        "did (i|we) {state=(close|shut|open)} <cover>",
        "did (i|we) {state=(turn off|switch off)} <thing>",
        "(what's|what is|tell me|check|give me|show me) the {device_class=@sensors}"
        " (in|of|for) <the> {area}",
        "(what's|what is|tell me|check|how is) <the> {area} {device_class=@sensors}",
        "(what's|what is|tell me) the {device_class=@sensors} (of|for|on) <the> {name}",
        "(what's|what is|tell me|check) the {device_class=@sensors}",
        "(what's|what is|how is) the {device_class=@sensors} (in here|inside|outside)",
        "how {device_class=humid} is it [<in_area>]",
        "how (bright|loud|open) is <the> {name}",
        "(what's|what is|tell me|check|get|show) the (state|status) of <any_target>",
        "<any_target> status",
        "check (if|whether|that) <lights> (is|are) {state=(on|off)}",
        "check (if|whether) <door> is {state=(locked|open|closed)}",
        "(let me know|tell me|can you tell me|find out|see) (if|whether) <cover> (is|are)"
        " {state=(open|closed)}",
        "(let me know|tell me|i want to know|i'd like to know) (if|whether) <thing> is"
        " {state=(on|off|running)}",
        "(has|is) <the> {name=@appliance} {state=(finished|done|stopped|running|ready)} [yet]",
        "(is|was) (anyone|anybody|somebody|someone) {state=(home|at home|there|in)}",
        "is (anyone|somebody|someone) {state=in} <the> {area}",
        "is there (any|) {device_class=(motion|movement|smoke|water|gas|a leak)} [<in_area>]",
        "(where is|where's) {name=@person}",
        "is {name=@person} {state=(home|at home|at work|away|in)}",
        "who is {state=(home|at home|away)}",
        "how much {device_class=(power|energy|electricity)} (is|are) <thing> using",
        "how much {device_class=(power|energy|electricity)} did (we|i|the house) use {date=today}",
        "(what|which) {mode=mode} is <heat> in",
        "what is <the> {name} (doing|set to|at)",
        "what {color=color} is <one_light>",
        "what brightness is <one_light> [at]",
        "is the {device_class=battery} of <the> {name} {state=(low|empty|full)}",
        "why is <one_light> {state=(on|off)}",
        "is it {state=(wet|dry)} in <the> {area}",
        "what's the {device_class=volume} of <media>",
        "is there enough {device_class=water} in <the> {name}",
        "when did <door> last {state=(open|close)}",
        "is the {device_class=(alarm|alarm system|security system)} {state=(armed|on|set|off)}",
    ],
    "HassLightSet": [
        "(i'd love it|it would be nice|i'd like it|i wish) if <the> {area} (was|were)"
        " {step=([<bit> ](brighter|cozier|darker|dimmer))}",
        "<lights> (could|should) be {step=([<bit> ](brighter|dimmer|warmer))}",
        "i (can|could) barely read {step=brighter} please",
        "{step=(more|less)} light [<in_area>|please]",
        "(switch|turn|set) <lights> to a {color} (tone|color|colour)",
        "(set|change|turn|adjust|bring|put|dim|make) <lights> to {brightness}",
        "(set|change|adjust|put) <lights> (brightness|level) to {brightness}",
        "(set|change|adjust) the brightness of <lights> to {brightness}",
        "(set|change|adjust) [the] brightness to {brightness} [<in_area>]",
        "(set|dim|brighten|lower|raise|turn down|turn up) <lights> to {brightness}",
        "(set|put|turn) <the> {area} to {brightness} [brightness]",
        "<lights> [at|to] <percent_b>",
        "{brightness=<percent>} brightness [<in_area>]",
        "{step=(dim|brighten|darken)} <lights>",
        "{step=(dim|brighten|darken)} <lights> {step=<bit>}",
        "{step=(dim|brighten|darken)} <lights> by {step=<percent>}",
        "(turn|bring|take) <lights> {step=(up|down)}",
        "(turn|bring|take) <lights> {step=(up|down)} {step=(<bit>|a notch)}",
        "(turn|bring) {step=(up|down)} <lights>",
        "make <lights> {step=([<bit> ](brighter|dimmer|darker|less bright|more bright))}",
        "make <lights> {step=<percent> (brighter|dimmer)}",
        "make it {step=([<bit> ](brighter|dimmer|darker|lighter|less bright))} [<in_area>]",
        "{step=([<bit> ](brighter|dimmer|darker))} [please]",
        "{step=(increase|raise|lower|decrease|reduce|boost)} [the] brightness [of <lights>]"
        " [by {step=<percent>}]",
        "{step=(lower|raise|soften|intensify)} <lights> [{step=<bit>}]",
        "it's {step=(too dark|too bright|so dark|very dark|a bit dark|pretty dark|rather dim"
        "|way too bright)} [<in_area>]",
        "(i need|i want|give me) {step=(more|less)} light [<in_area>]",
        "(i'd like|i want) it {step=([<bit> ](brighter|dimmer))} in <the> {area}",
        "<lights> (are|is) {step=(too bright|too dark|too dim)}",
        "the light is {step=(too harsh|too bright|blinding me)}",
        "(turn|set|make|change|switch|paint) <lights> [to] {color}",
        "(turn|set|make|change) <the> {area} {color}",
        "(set|change) the color of <lights> to {color}",
        "(set|change) the colour of <lights> to {color}",
        "(set|change|make) <lights> [color|colour] [to] {color}",
        "{color} (lights|light) in <the> {area}",
        "<lights> {color}",
        "(make|turn|set) <lights> [to] {color_temperature}",
        "(set|change) the color temperature of <lights> to {color_temperature}",
        "<lights> {color_temperature}",
        "(set|turn) <lights> to {color} at {brightness}",
        "(set|turn) <lights> to {brightness} and {color}",
        "turn on <lights> (to|at) {brightness}",
        "turn <lights> on (at|to) {brightness}",
        "turn on <lights> in {color}",
        "(turn|set) {area} {device_class=@lights} to {color} and {brightness}",
        "half (as|the) {step=bright} [please]",
        "{step=twice as bright} [please]",
        "(i want|i'd like) [a] {color_temperature} light [<in_area>]",
        "set a {color_temperature} light in <the> {area}",
        "make <the> {area} {step=(brighter|cozier|darker|a little darker|more cozy)}",
        "{brightness=(full|maximum|max|minimum|half)} brightness [<in_area>|for <lights>]",
        "not so {step=bright}",
        "loop the {color=colors} of <lights>",
    ],
    "HassSetPosition": [
        "(set|move|put|bring) <cover> to {position}",
        "(open|close|raise|lower) <cover> to {position}",
        "(open|close|raise|lower) <cover> {position=(halfway|half way|half|a quarter|<percent>"
        "|partially|three quarters|a third)}",
        "<cover> [to|at] {position=<percent>}",
        "(set|change) the position of <cover> to {position}",
        "(open|close|raise|lower) <cover> {step=(a bit|a little|slightly|a little more|a bit more"
        "|some more|a crack|by <percent>)}",
        "<cover> {step=(a bit lower|a bit higher|a little lower|lower|higher)}",
        "(move|bring) <cover> {step=(a bit|a little) (down|up|lower|higher)}",
        "put <cover> {step=(a bit|a little|slightly|a touch) (down|up|lower|higher)}",
        "(open|set) <the> {name} valve to {position=<percent>}",
        "{position=(half)} (open|close) <cover>",
        "tilt <cover> {step=(a bit|a little more)}",
        "let <cover> {step=down a bit}",
    ],
    "HassStopMoving": [
        "stop <cover>",
        "stop (moving|opening|closing|raising|lowering) <cover>",
        "(halt|freeze|hold) <cover>",
        "stop <the> {device_class=@covers} (there|right there|where they are|now)",
        "<cover> stop",
        "leave <cover> (where it is|where they are|like that)",
    ],
    "HassClimateSetTemperature": [
        "(set|change|turn|put|adjust) <heat> to {temperature}",
        "(set|change|make|adjust|turn) the temperature [<in_area>] to {temperature}",
        "(set|change|adjust) <the> {area} [temperature|temp] to {temperature}",
        "(set|turn) the (temperature|temp) (in|of) <the> {area} to {temperature}",
        "(heat|warm|cool) <the> {area} to {temperature}",
        "(heat|warm|cool) [up] <the> {area} [{step=a bit}]",
        "make it {temperature=(@n15_30 degrees|@n60_80 degrees)} [<in_area>]",
        "make <the> {area} {temperature=(@n15_30 degrees|@n60_80 degrees)}",
        "(i want|i'd like) it {temperature=(@n15_30 degrees)} in <the> {area}",
        "(turn|crank) {step=(up|down)} <heat> [{step=(<bit>|by <degrees>)}]",
        "(turn|crank|put) <heat> {step=(up|down)} [{step=(<bit>|<degrees>|by <degrees>)}]",
        "{step=(raise|lower|increase|decrease|reduce|bump up|drop)} the temperature [<in_area>]"
        " [by {step=<degrees>}]",
        "{step=(raise|lower|increase|decrease)} <heat> [by {step=<degrees>}]",
        "(raise|lower|increase|decrease) the temperature [<in_area>] to {temperature}",
        "make it {step=([<bit> ](warmer|cooler|colder|hotter|less hot|less cold))} [<in_area>]",
        "make <the> {area} {step=([<bit> ](warmer|cooler|colder))}",
        "{step=([<bit> ](warmer|cooler|colder))} [<in_area>]",
        "{step=<degrees> (warmer|cooler|more|less|colder|hotter)} [<in_area>]",
        "make it {step=<degrees> (warmer|cooler|colder)}",
        "(i'm|i am|we're) {step=([a bit |so |really ](cold|freezing|hot|boiling|chilly|too warm"
        "|sweating))} [<in_area>]",
        "it's {step=(too cold|too hot|freezing|so cold|chilly|boiling|a bit cold|a bit warm|cold"
        "|stuffy and hot|quite chilly)} [<in_area>]",
        "<heat> to {temperature}",
        "set <the> {name=@climate_name} to {temperature}",
        "{temperature=(@n15_30 degrees)} (in|for) <the> {area}",
        "set <heat> between {temperature=@n15_30} and {temperature=@n15_30} degrees",
        "keep <the> {area} at {temperature}",
        "(turn|set) <heat> on to {temperature}",
        "turn on <heat> (at|to) {temperature}",
        "preheat <the> {name=oven} to {temperature=(@n100_250 degrees|@n100_250)}",
        "can we have it {step=([<bit> ](warmer|cooler))}",
        "more (heat|heating) [<in_area>]",
    ],
    "HassClimateGetTemperature": [
        "(what's|what is|tell me|check|give me|get) the (temperature|temp) [<in_area>]",
        "(what's|what is|tell me) the [current] (temperature|temp) (in|of) <the> {area}",
        "how (warm|cold|hot|cool) is it [<in_area>]",
        "how (warm|cold|hot) is <the> {area}",
        "what's the (temperature|temp) (inside|indoors|of the house|in the house|in here|{floor})",
        "(what|which) temperature is <heat> [set to|at|set at]",
        "what is <heat> set to",
        "what's <heat> (at|set to)",
        "<the> {area} temperature",
        "temperature in <the> {area}",
        "how many degrees (is it|are there) in <the> {area}",
        "is it (warm|cold|hot) in <the> {area}",
        "what's the temperature of <the> {name}",
        "read the thermostat",
    ],
    "HassClimateSetFanMode": [
        "(set|change|put|switch) [the] fan mode [<in_area>] to {mode=@fan_mode}",
        "(set|change|switch) <heat> fan [mode] to {mode=@fan_mode}",
        "(set|change) the fan [mode] of <heat> to {mode=@fan_mode}",
        "(set|change) the fan mode (of|on|for) <the> {name=@climate_name} to {mode=@fan_mode}",
        "put the (ac|air conditioner|thermostat|aircon) fan (on|to) {mode=@fan_mode}",
        "fan mode {mode=@fan_mode} [<in_area>]",
    ],
    "HassFanSetSpeed": [
        "(put|set|turn) <fan> (on|to) {fan_speed=(full blast|full power|the highest|the"
        " lowest|maximum speed|low speed|high speed)}",
        "can <fan> (go|run|turn) {step=([<bit> ](faster|slower|quicker))}",
        "(set|change|turn|put|adjust) <fan> (to|on) {fan_speed}",
        "(set|change|adjust) <fan> speed to {fan_speed}",
        "(set|change) the speed of <fan> to {fan_speed}",
        "(turn|crank) <fan> {step=(up|down)} [{step=(<bit>|a notch)}]",
        "(turn|crank) {step=(up|down)} <fan>",
        "{step=(speed up|slow down|increase|decrease|lower|raise)} <fan>",
        "{step=(increase|decrease|lower|raise|reduce)} <fan> speed [by {step=<percent>}]",
        "make <fan> (spin|go|blow) {step=([<bit> ](faster|slower|harder|stronger))}",
        "{step=(faster|slower)} [on] <fan>",
        "<fan> {step=([<bit> ](faster|slower))}",
        "<fan> (at|to|on) {fan_speed}",
        "turn on <fan> (at|to) {fan_speed}",
        "turn <fan> on {fan_speed=(high|low|medium|full speed)}",
        "<fan> {fan_speed=<percent>}",
    ],
    "HassVacuumStart": [
        "(start|run|turn on|activate|launch|switch on) <vacuum>",
        "(start|begin) (vacuuming|hoovering|cleaning|sweeping) [the floor]",
        "(vacuum|hoover|clean) the (house|floor|floors|apartment|flat|whole house|place|carpet)",
        "(have|get|tell|let|make) <vacuum> [to] (clean|start|start cleaning|vacuum|do its thing"
        "|go to work|sweep)",
        "send out <vacuum>",
        "turn <vacuum> on",
        "it's dirty in here start <vacuum>",
        "do some (vacuuming|hoovering|cleaning)",
        "the floor is dirty",
        "<vacuum> start [cleaning]",
        "resume (cleaning|vacuuming|<vacuum>)",
        "(clean|vacuum) {floor}",
    ],
    "HassVacuumReturnToBase": [
        "(send|return|bring|take) <vacuum> [back] (home|to its base|to the dock|to its dock|to base"
        "|to the charger|to its charging station|back to base)",
        "(dock|charge|recharge) <vacuum>",
        "<vacuum> (go home|go back|return to base|go charge|return to dock|go to your dock)",
        "tell <vacuum> to (go home|dock|go back to its base|return to its dock|go charge itself)",
        "stop (vacuuming|cleaning) and go (home|back)",
        "<vacuum> should go home",
        "put <vacuum> back on its charger",
        "return <the> {name=@vacuum_name} to base",
    ],
    "HassVacuumCleanArea": [
        "(vacuum|clean|hoover) (under|around|behind) <the> {area=(dining"
        " table|sofa|couch|bed|desk|kitchen table|fridge|rug|dinner table)}",
        "(vacuum|hoover|clean|sweep|mop) [up] <the> {area}",
        "(vacuum|clean|hoover) <the> {area} and <the> {area}",
        "(have|get|tell|make) <vacuum> [to] (clean|vacuum|sweep|do|hoover|mop) <the> {area}",
        "(send|start|run) <vacuum> (to|in|in the) {area}",
        "(start|begin) (vacuuming|cleaning|hoovering) <the> {area}",
        "<the> {area} needs (vacuuming|cleaning|a clean|hoovering)",
        "(vacuum|clean) in <the> {area}",
        "(clean|vacuum) (this room|in here|the area here)",
        "<vacuum> clean <the> {area}",
        "<the> {area} (floor|carpet) is dirty",
    ],
    "VacuumPause": [
        "(pause|hold|halt) <vacuum>",
        "stop <vacuum>",
        "(stop|pause) (vacuuming|cleaning|hoovering|sweeping)",
        "tell <vacuum> to (stop|wait|pause|hold on|stop cleaning)",
        "have <vacuum> (stop|wait|pause)",
        "<vacuum> (stop|pause|wait|is too loud stop it)",
        "(interrupt|suspend) the cleaning",
    ],
    "HassLawnMowerStartMowing": [
        "(mow|cut|trim) the (lawn|grass|backyard|front lawn|yard)",
        "(start|run|send out|turn on|activate) <mower>",
        "start mowing [the lawn|the grass]",
        "(have|get|tell) <mower> [to] (mow|start|cut the grass)",
        "the (grass|lawn) is too long",
        "the (grass|lawn) needs (cutting|mowing|a trim)",
    ],
    "HassLawnMowerDock": [
        "(dock|stop|return) <mower>",
        "(send|bring) <mower> (home|back|to its dock|to its base|back to the dock)",
        "stop mowing [the lawn|the grass]",
        "<mower> (go home|return to dock|back to base)",
        "tell <mower> to (stop|go home|dock)",
    ],
    "HassSetVolume": [
        "(set|change|turn|put|adjust) the volume to {volume}",
        "(set|change|turn|put) the volume (of|on|for) <media> to {volume}",
        "(set|change|turn|put) <media> [volume] to {volume}",
        "(set|turn) <the> {area} volume to {volume}",
        "volume [to|at] {volume}",
        "volume {volume} [on <media>]",
        "(turn|bring) the volume (up|down) to {volume}",
        "(turn|bring) <media> (up|down) to {volume}",
        "(raise|lower|increase|decrease) the volume to {volume} [<in_area>]",
        "<media> volume {volume=<percent>}",
        "(full|max) volume [on <media>]",
        "play at {volume=<percent>} volume",
    ],
    "HassSetVolumeRelative": [
        "(turn|crank) {step=(up|down)} the (volume|sound|music) [<in_area>]",
        "(turn|crank) the (volume|sound|music) {step=(up|down)} [{step=(<bit>|a notch)}]"
        " [<in_area>]",
        "(turn|crank|put) <media> {step=(up|down)} [{step=(<bit>|a notch)}]",
        "turn it {step=(up|down)} [{step=(<bit>|a notch|some more)}]",
        "(turn|crank) {step=(up|down)} <media>",
        "{step=([<bit> ](louder|quieter|softer))} [please]",
        "make it {step=([<bit> ](louder|quieter|softer|less loud))}",
        "make <media> {step=([<bit> ](louder|quieter))}",
        "{step=(increase|decrease|raise|lower|reduce|boost)} [the] volume [by {step=(<percent>"
        "|@n1_30)}] [on <media>|<in_area>]",
        "{step=(increase|decrease|raise|lower)} the volume of <media> [{step=<bit>}]",
        "volume {step=(up|down)} [<in_area>|{step=(<bit>|@n1_30)}]",
        "it's {step=(too loud|too quiet|so loud|way too loud|too noisy|a bit loud)} [<in_area>]",
        "<media> is {step=(too loud|too quiet|so loud)}",
        "i can't hear (anything|the tv|the music|it)",
        "the music is {step=(too loud|too quiet)}",
        "(i want|can you make) it {step=([<bit> ](louder|quieter))}",
        "not so {step=loud}",
        "{step=(pump up|lower)} the (volume|music)",
        "keep it {step=down} [a bit]",
        "turn that {step=(down|up)}",
    ],
    "HassMediaPlayerMute": [
        "mute",
        "mute <media>",
        "mute (it|the volume|the sound|that|everything|the music)",
        "(silence|quiet) <media>",
        "turn off the (sound|audio|volume) [on <media>|<in_area>]",
        "turn the (sound|volume|audio) off [<in_area>]",
        "mute <media> for {duration}",
        "put <media> on mute",
        "no sound on <media>",
        "mute <the> {area}",
    ],
    "HassMediaPlayerUnmute": [
        "unmute",
        "unmute <media>",
        "unmute (it|the volume|the sound|that|the music)",
        "turn the (sound|audio|volume) back on [on <media>|<in_area>]",
        "(sound|audio) (on|back on) [<in_area>]",
        "take <media> off mute",
        "turn on the (sound|audio) [on <media>]",
        "give me the sound back",
    ],
    "HassMediaPause": [
        "pause",
        "pause <media>",
        "pause (it|the music|the movie|the song|the show|playback|the film|this|the podcast|the"
        " audiobook) [<in_area>|on <media>]",
        "stop (the music|playing|the movie|the song|playback|the radio|the podcast) [<in_area>|on"
        " <media>]",
        "stop (the|) music",
        "(hold|freeze) the (movie|show|music|film)",
        "stop <media>",
        "pause {area}",
    ],
    "HassMediaUnpause": [
        "(carry on|go on|continue) with (the|my)"
        " (audiobook|podcast|film|movie|show|music|song|series)",
        "keep (playing|going) [with the (music|song|movie)]",
        "resume",
        "resume <media>",
        "(resume|unpause|continue) (it|the music|the movie|the song|playback|the show|playing|my"
        " podcast|the audiobook|the film) [<in_area>|on <media>]",
        "(unpause|continue) <media>",
        "(carry on|keep|go on|start) playing",
        "continue (watching|listening)",
        "play",
        "(play|continue) <media>",
        "press play [on <media>]",
        "play (it|the music) again where we stopped",
        "hit play",
    ],
    "HassMediaNext": [
        "next",
        "next (song|track|one|episode|video|chapter|station|title)",
        "skip [this] (song|track|one|episode|it)",
        "skip",
        "(skip|go|jump) to the next (song|track|episode|one|video) [on <media>|<in_area>]",
        "play the next (song|track|episode|one) [on <media>|<in_area>]",
        "i don't like this song",
        "(another|a different) song [please]",
        "skip (to next|ahead|forward)",
        "next (song|track) (on|for) <media>",
        "change the song",
    ],
    "HassMediaPrevious": [
        "previous",
        "previous (song|track|one|episode|video|chapter)",
        "(go|skip) back [to the previous (song|track|episode)] [on <media>|<in_area>]",
        "play the (previous|last) (song|track|episode|one) [again] [on <media>|<in_area>]",
        "(last|previous) (song|track) [again]",
        "back (one|a) (song|track)",
        "play that again",
        "play this song again",
        "replay the last (song|track)",
        "what was that play it again",
    ],
    "HassMediaSearchAndPlay": [
        "put something"
        " {search_query=(chill|relaxing|happy|nice|upbeat|calm|romantic|soothing)} on [<in_area>]",
        "play the (new|latest|newest) {artist} (album|song|record|single) [on <media>|{floor}]",
        "play {artist} 's {search_query}",
        "(find|search for) [the {media_class}] {search_query} and play it",
        "play anything (by|from) {artist}",
        "play {search_query} from {artist} on"
        " {source=(spotify|youtube|pandora|deezer|tidal|apple music)}",
        "play {search_query}",
        "play {search_query} (by|from) {artist}",
        "play {search_query} (on|in|through|over) <media>",
        "play {search_query} in <the> {area}",
        "play {search_query} by {artist} (on <media>|in <the> {area})",
        "play [some|something by|songs by|music by|me some] {artist}",
        "play the {media_class} {search_query} [on <media>|in <the> {area}]",
        "play [the] {media_class} {search_query} by {artist}",
        "play {search_query=@genre} [on <media>|in <the> {area}]",
        "(put on|start|stream|queue|throw on|cue up|queue up) {search_query} [on <media>]",
        "(put on|throw on) [some] {search_query=@genre} [in <the> {area}]",
        "(i want|i'd like|i wanna|let's|i would like) [to] (hear|listen to) {search_query}",
        "(i want|i'd like|i wanna|let's|we want) [to] (watch|see) {search_query} [on <media>]",
        "(let me|can i|could we) (hear|listen to|watch) {search_query}",
        "(watch|listen to) {search_query} [on <media>]",
        "play my {search_query=(workout|dinner|party|road trip|favorites|morning|sleep|chill)}"
        " {media_class=playlist}",
        "play (the|a|an) {media_class}",
        "play [some] (music|songs|a song) [in <the> {area}|on <media>]",
        "play something",
        "play {artist} (on|in) <the> {area}",
        "tune in to {search_query=(@title|@genre)}",
        "(shuffle|play) {search_query} on {source=(spotify|youtube|plex|netflix|apple music)}",
        "play {media_class=(episode)} @n1_10 of {search_query}",
        "show me {search_query} on <media>",
        "i'm in the mood for [some] {search_query=@genre}",
    ],
    "MediaQuery": [
        "(what's|what is) playing [<in_area>|on <media>|right now]",
        "what (song|track|music|movie|film|show|album|artist|station) is (this|playing|that|on)",
        "(who|what band) (sings|is singing|plays|sang) this [song]",
        "what's (this|that|the name of this|the title of this) song [called]",
        "what am i (listening to|watching)",
        "which (song|artist) is this",
        "what are we listening to [<in_area>]",
        "name (this|that) (song|tune)",
        "who is (the artist|this by)",
        "tell me (the name of this song|what's playing|what this song is|who sings this)",
        "what's on <media>",
        "what's on [the] {device_class=(tv|radio|speaker)} [in <the> {area}]",
    ],
    "MediaSelectSource": [
        "(switch|change|set|put) <media> to {source}",
        "(switch|change|set) the (input|source|channel) [on <media>] to {source}",
        "(switch|change|go) to {source} [on <media>]",
        "(select|choose|use) {source} [on <media>|as the source|as input]",
        "(open|launch|start) {source=(netflix|youtube|spotify|disney plus|plex|prime video|kodi|"
        "hulu|the youtube app|twitch)} [on <media>]",
        "put {source=(netflix|youtube|hdmi one|channel four|the playstation|bbc one)} on <media>",
        "(input|source) {source}",
        "change channel to {source=(@source|channel @n1_90|@n1_90)}",
    ],
    "HassStartTimer": [
        "(set|start|create|make|begin|run|put on) a timer for {duration}",
        "(set|start|create|begin) a {duration} timer",
        "(set|start|create) a timer for {duration} (called|named|for) [the|my] {timer_name}",
        "(set|start) a {duration} timer (for|called) [the|my] {timer_name}",
        "(set|start) a {timer_name} timer for {duration}",
        "{timer_name} timer {duration}",
        "timer [for] {duration}",
        "{duration} timer [for [the] {timer_name}]",
        "(set|start) [the|my|a] timer",
        "(time|clock) {duration}",
        "count down [from] {duration}",
        "start a countdown (of|for) {duration}",
        "set {duration} on the timer",
        "(let me know|tell me|alert me|ping me|give me a shout|beep) (in|after|when) {duration}"
        " (have passed|are up|)",
        "start another timer for {duration}",
    ],
    "HassCancelTimer": [
        "(cancel|stop|delete|end|remove|kill|dismiss|clear|turn off) (the|my|this|that|) timer",
        "(cancel|stop|delete|end|remove) (the|my) {timer_name=(@timer_name|@dur)} timer",
        "(cancel|stop|delete|end) the timer (for|called|named) [the|my] {timer_name}",
        "(cancel|stop) the timer in <the> {area}",
        "timer (off|stop|cancel)",
        "i don't need the [{timer_name}] timer any more",
    ],
    "HassCancelAllTimers": [
        "(cancel|stop|delete|end|remove|clear) {all=(all|all of|every)} [the|my|our]"
        " (timers|timer)",
        "(cancel|stop|clear) {all=(all|all of)} [the|my] timers in <the> {area}",
        "{all=all} timers off",
        "get rid of {all=(all|all of)} [my|the] timers",
        "cancel {all=every} timer",
    ],
    "HassIncreaseTimer": [
        "add {duration} to (the|my|) [{timer_name=(@timer_name|@dur)}] timer",
        "(increase|extend|lengthen|prolong) (the|my) [{timer_name=(@timer_name|@dur)}] timer by"
        " {duration}",
        "(give|make) (the|my) [{timer_name}] timer {duration=(@n1_30 more minutes|another minute|"
        "@n1_30 minutes longer)}",
        "{duration=(@n1_30 more minutes|@n1_30 minutes more)} on the [{timer_name}] timer",
        "add another {duration} to the [{timer_name}] timer",
        "put {duration} more on the timer",
        "extend the timer",
    ],
    "HassDecreaseTimer": [
        "(take|remove|subtract|cut|knock) {duration} (off|from|off of) (the|my)"
        " [{timer_name=(@timer_name|@dur)}] timer",
        "(decrease|reduce|shorten) (the|my) [{timer_name=(@timer_name|@dur)}] timer by {duration}",
        "{duration=@n1_30 minutes less} on the [{timer_name}] timer",
        "make the timer {duration=@n1_30 minutes shorter}",
    ],
    "HassPauseTimer": [
        "(pause|hold|freeze|halt) (the|my|) [{timer_name=(@timer_name|@dur)}] timer",
        "pause the timer (for|called) {timer_name}",
        "put the [{timer_name}] timer on hold",
    ],
    "HassUnpauseTimer": [
        "(resume|continue|unpause|restart) (the|my|) [{timer_name=(@timer_name|@dur)}] timer",
        "(resume|continue) the timer (for|called) {timer_name}",
        "start the [{timer_name}] timer again",
        "let the timer (run on|continue|go on)",
    ],
    "HassTimerStatus": [
        "how (long|much longer) (does|do|will) the {timer_name} (need|still need|take|have left)",
        "how many minutes (are|) left [for the {timer_name}]",
        "how (much time|long) (is|do i have|) left [on (the|my) [{timer_name=(@timer_name|@dur)}]"
        " timer]",
        "how much longer [on the [{timer_name}] timer|for the {timer_name}]",
        "(what's|what is) the status of (the|my) [{timer_name}] timer",
        "(check|show) (the|my) [{timer_name}] timer",
        "(what|which|how many) timers (are|do i have) (set|running|active|on|going)",
        "(is|are) (there|) (a|any|my) timer[s] (running|set|on)",
        "when (will|does) the [{timer_name}] timer (end|go off|finish)",
        "time left on the {timer_name=(@timer_name|@dur)} timer",
        "what timers are running",
        "how long until the {timer_name} is done",
    ],
    "AlarmSet": [
        "(set|create|make|put|add) an alarm (for|at) {time} [<on_date>|<daytime_t>]",
        "(set|create) (an|my|the) alarm for {date} at {time}",
        "(set|create) an alarm {recurrence} at {time}",
        "(set|create) an alarm (for|at) {time} {recurrence}",
        "(wake|get) me up at {time} [<on_date>|{recurrence}]",
        "wake me at {time} [<on_date>]",
        "(wake me up|wake me|set an alarm|get me up) in {duration}",
        "alarm (for|at|) {time} [<on_date>]",
        "i (need|want|have) to (wake up|get up|be up) (at|by) {time} [<on_date>]",
        "set an alarm",
        "set my alarm clock to {time}",
        "{recurrence} wake me up at {time}",
        "don't let me sleep past {time}",
        "change my alarm to {time}",
        "set a {recurrence} alarm for {time}",
    ],
    "AlarmQuery": [
        "(what|which) alarms (do i have|are set|are on|have i set) [<on_date>]",
        "(what time|when) is my [next|first] alarm [set] [for] [<on_date>|in the {time=morning}]",
        "(do i have|is there|have i got) (an|any) alarm[s] [set] [for] [<on_date>|{time}]",
        "(show|list|tell me|read|check) (my|the|all my) alarms [for {date}]",
        "when (do i have to|will you) (get up|wake me|wake me up) [<on_date>]",
        "did i set an alarm [for {time}]",
        "is my alarm (on|set|still on)",
        "at what time will my alarm go off",
    ],
    "AlarmRemove": [
        "(cancel|delete|remove|turn off|clear|switch off|stop|disable|kill) (the|my|this) alarm",
        "(cancel|delete|remove|turn off|disable) (the|my) {time} alarm",
        "(cancel|delete|remove|turn off) (the|my) alarm (for|at) {time} [<on_date>]",
        "(cancel|delete|remove) (the|my) alarm for {date}",
        "(cancel|delete|remove|clear) {all=(all|all of)} [my|the] alarms [for {date}]",
        "don't wake me up <on_date>",
        "(alarm|alarms) off",
        "i don't need the alarm <on_date>",
        "snooze [the alarm]",
        "get rid of my {time} alarm",
    ],
    "ReminderSet": [
        "remind me [<on_date>] that {reminder=(the plumber is coming|anna has football|the"
        " bins go out|school is closed|we have guests|the car is due for service|it's mom's"
        " birthday|the library book is due)} [<on_date>|at {time}]",
        "remind me to {reminder}",
        "remind me to {reminder} (at {time}|in {duration}|<on_date>|<on_date> at"
        " {time}|{recurrence}"
        "|at {time} <on_date>)",
        "remind me (at {time}|in {duration}|<on_date>|<on_date> at {time}|{recurrence}) to"
        " {reminder}",
        "remind me (of|about) {reminder=@event} [at {time}|<on_date>|in {duration}]",
        "(set|create|add|make) a reminder to {reminder} [at {time}|<on_date>|{recurrence}]",
        "(set|create|add) a reminder (for|about) {reminder=@event} [<on_date>|at {time}]",
        "(don't let me forget|help me remember|i need to remember) to {reminder} [<on_date>|at"
        " {time}]",
        "{recurrence} at {time} remind me to {reminder}",
        "(in {duration}|at {time}|<on_date>) remind me to {reminder}",
        "remind me that (i have to|i need to|we must) {reminder} [<on_date>]",
        "can you remind @person to {reminder} at {time}",
        "(set|create) a reminder [for {time}|for {date}]",
        "reminder to {reminder} at {time}",
        "remind us to {reminder} when it is {time}",
    ],
    "ReminderQuery": [
        "(what|which) reminders (do i have|are set|are there) [<on_date>]",
        "(list|show|read|tell me) (my|the|all my) reminders [for {date}]",
        "(do i have|are there|have i) any reminders [<on_date>|set]",
        "what did i (ask|tell) you to remind me (of|about)",
        "when is my reminder to {reminder}",
        "did i set a reminder to {reminder}",
        "what do i need to remember <on_date>",
        "what's my next reminder",
    ],
    "ReminderRemove": [
        "(cancel|delete|remove|clear|drop) (the|my|that|this) reminder",
        "(cancel|delete|remove|forget) (the|my) reminder to {reminder}",
        "(cancel|delete|remove) (the|my) reminder (for|about) {reminder=@event}",
        "(cancel|delete|remove|clear) {all=(all|all of)} [my|the] reminders [for {date}]",
        "(cancel|delete) the {time} reminder",
        "you don't need to remind me to {reminder} (anymore|any more)",
        "delete <on_date> 's reminder",
    ],
    "ScheduleQuery": [
        "what (is|have you got|do you have|have i) scheduled [<on_date>|<daytime_t>]",
        "what (will|are) you (turn|going to turn|switch) (on|off) later",
        "(what|which) (commands|actions|automations|tasks|jobs|things) are (scheduled|planned|"
        "pending|coming up) [<on_date>]",
        "(show|list|tell me) (the|my|all) (schedule|scheduled commands|scheduled actions|planned"
        " actions|pending commands|schedules)",
        "(when|what time) will <any_target> (turn|be switched|go) (on|off)",
        "what happens <daytime_t> in the house",
        "is anything scheduled (for {date}|for <lights>|)",
        "when are the blinds going to (open|close)",
    ],
    "HassListAddItem": [
        "(stick|pop|throw|chuck|slap|get) {item} (on|onto) (the|my|our) ({list}|list)",
        "don't forget {item=@food} [on the {list}]",
        "please order {item=@food}",
        "could you note down {item} for my {list}",
        "there is no {item=@food} left",
        "add {item} to (my|the|our|) {list}",
        "put {item} on (my|the|our) {list}",
        "add {item} and {item} to (my|the|our) {list}",
        "add {item}, {item} and {item} to (my|the) {list}",
        "(add|put) {item} (to|on|in) the list",
        "we (need|are out of|ran out of|have run out of) {item=@food}",
        "(i|we) need to buy {item=@food}",
        "(buy|get|order) [some|more] {item=@food}",
        "(include|write|note|jot down) {item} (in|on) (my|the) {list}",
        "new (item|entry|task) {item} on (my|the) {list}",
        "(create|add|make) a (task|to do|todo) {item=@chore}",
        "{item} (to|on) (the|my) {list}",
        "can you put {item=@food} on there",
        "i need {item=@food} from the (store|shop|supermarket)",
        "add {item=@food}",
    ],
    "HassListCompleteItem": [
        "(check|tick|cross|mark) off {item} (on|from|in|off) (my|the) {list}",
        "(check|tick|cross) {item} off (my|the|) {list}",
        "mark {item} as (done|complete|completed|bought|finished) [on (my|the) {list}]",
        "complete {item} on (my|the) {list}",
        "(i have|i've|i) (bought|got|done|finished|picked up) [the] {item} [from (the|my) {list}]",
        "i {item=did the dishes} check it off",
        "{item} is done",
        "set {item} to done on my {list}",
    ],
    "HassListRemoveItem": [
        "(remove|delete|take|drop|erase) {item} (from|off|off of) (my|the|our) {list}",
        "(remove|delete|take) {item} (from|off) the list",
        "take {item} off (my|the) {list}",
        "we don't need {item=@food} (anymore|any more) [take it off the {list}]",
        "(get rid of|scratch) {item} (on|from) (my|the) {list}",
        "remove {item} and {item} from the {list}",
        "i don't need {item} on the {list} any more",
    ],
    "ListQuery": [
        "(what's|what is) on (my|the|our) {list}",
        "(read|show|tell|give|list) me (my|the|our) {list}",
        "(read|show|open|check|display) (my|the) {list}",
        "(is|are) {item} on (my|the) {list}",
        "do (i|we) have {item} on (my|the) {list}",
        "how many (items|things|tasks) are on (my|the) {list}",
        "(what|which) lists do i have",
        "what do (i|we) need (to buy|from the store|from the shop|to do)",
        "what (tasks|things) are left on (my|the) {list}",
        "what's next on (my|the) {list}",
        "read (it|the list|that list) (back|out) to me",
        "what do i have to do <on_date>",
    ],
    "ListClear": [
        "(clear|empty|delete|wipe|erase|reset) (my|the|our|the whole|the entire) {list}",
        "(remove|delete|clear) {all=(all|everything)} [items] (from|on|off) (my|the) {list}",
        "(clear|remove|delete) {all=all} [the] (completed|done|finished|checked) (items|tasks)"
        " (from|on) (my|the) {list}",
        "start a (new|fresh) {list}",
        "clear out (my|the) {list}",
    ],
    "HassGetCurrentTime": [
        "what time is it [now|right now]",
        "(what's|what is|tell me|give me) the [current] time",
        "what time is it in {place}",
        "(what's|what is|tell me) the time in {place}",
        "do you (know|have) the time",
        "how late is it",
        "time please",
        "what does the clock say",
    ],
    "HassGetCurrentDate": [
        "(what's|what is|tell me) (the date|today's date|the current date) [today]",
        "what day is (it|today|tomorrow)",
        "what's the date (today|tomorrow|on friday)",
        "what day of the week is it",
        "which (day|month|year) is it",
        "what (month|year) (is it|are we in)",
        "is today @weekday",
        "what's today",
        "what week is it",
    ],
    "HassGetWeather": [
        "(what's|what is|how's|how is) the weather [like] [today|outside]",
        "(what's|what is) the weather [like] in {place}",
        "(what's|what is|how's) the weather (going to be|) [like] <on_date> [in {place}]",
        "(what's|what is|give me|tell me) the [weather] forecast [for {date}|in {place}|for"
        " {place}]",
        "(will|is) it (rain|going to rain|raining|snow|snowing|sunny|cloudy|windy|stormy|freezing)"
        " [<on_date>|<daytime_t>|in {place}|outside]",
        "do i need (an umbrella|a jacket|a coat|sunscreen|boots) [<on_date>]",
        "how (cold|warm|hot|windy) (is it|will it be|will it get) (outside|<on_date>|in"
        " {place}|out)",
        "weather [in {place}|for {date}|please]",
        "is it (nice|cold|warm|hot|wet) (out|outside)",
        "what's the temperature outside",
        "what will the temperature be <on_date> [in {place}]",
        "should i take an umbrella <on_date>",
        "any (rain|snow|storms) <on_date>",
        "when does the sun (set|rise) {date=today}",
        "what's the chance of (rain|snow) <on_date>",
        "weather forecast {place}",
        "weather {place}",
    ],
    "HassBroadcast": [
        "(broadcast|announce) [that] {message}",
        "(broadcast|announce) [that] {message} in <the> {area}",
        "(tell|let) everyone [know] [that] {message}",
        "tell (the kids|everybody|the family|the house) [that] {message}",
        "make an announcement [that] {message}",
        "say {message} (everywhere|on all speakers|in <the> {area})",
        "announce (everywhere|in all rooms|in the whole house) [that] {message}",
        "broadcast to <the> {area} [that] {message}",
        "send a message to <the> {area} [saying] {message}",
        "shout {message} through the house",
    ],
    "HassRespond": [
        "(hello|hi|hey|good morning|good evening|howdy|hi there|hey there|hello there)",
        "(hello|hi) (assistant|home|computer|home assistant)",
        "what can (i|you) (ask|do|say)",
        "what can i ask you",
        "who (are you|made you|created you|built you)",
        "are you (always|) (listening|recording)",
        "where does my data go",
        "help",
        "how can you help me",
    ],
    "HassNevermind": [
        "(never mind|nevermind|forget it|forget that|cancel|cancel that|stop it|drop it|leave it)",
        "(never mind|forget it|forget about it) [that's fine|it's okay|thanks]",
        "(stop|shut up|be quiet|enough|that's enough|that's all|abort|abort that)",
        "(no|oh|ah) (never mind|forget it|cancel that)",
        "(actually|wait) (never mind|forget it|don't|cancel)",
        "(don't do anything|do nothing|i didn't mean you|not you|i wasn't talking to you)",
        "leave it [as it is]",
        "i've changed my mind [forget it]",
        "(no|) thanks [that's all|never mind]",
    ],
    "ClimateSetMode": [
        "(set|change|switch|put|turn) <heat> to {mode} [mode]",
        "(set|put|switch) <heat> (in|into|on) {mode} mode",
        "(set|change|switch) the (mode|preset|hvac mode) [of <heat>] to {mode}",
        "(set|switch|change) <the> {area} to {mode=(heating|cooling|cool|heat|eco|auto)} [mode]",
        "(turn on|activate|enable|use) {mode} mode on <heat>",
        "(start|switch to) {mode=(heating|cooling)} [<in_area>]",
        "<heat> {mode=(auto|cool|heat|eco|dry)} mode",
        "switch from (heating to {mode=cooling}|cooling to {mode=heating})",
    ],
    "FanOscillate": [
        "(turn on|start|enable|activate|set) oscillation (on|of|for) <fan>",
        "(turn off|stop|disable) oscillation (on|of|for) <fan>",
        "(oscillate|swing|rotate) <fan>",
        "(make|have|let|get) <fan> [to] (oscillate|swing|turn side to side|rotate|move from side to"
        " side)",
        "(stop|start) <fan> (oscillating|swinging|rotating)",
        "turn <fan> oscillation {state=(on|off)}",
        "set <fan> to (oscillate|swing)",
        "(i want|i need) <fan> to (stop|start) (oscillating|rotating)",
        "stop <fan> from (oscillating|swinging|moving side to side)",
    ],
    "AlarmPanelArm": [
        "arm the (alarm|house|alarm system|security system|home|system|alarm panel)",
        "arm the (alarm|system|house) [in|to|for] {mode=(away|home|night|stay|vacation|holiday)}"
        " [mode]",
        "(turn on|activate|set|enable|switch on) the (burglar alarm|alarm system|security system|"
        "house alarm|security alarm)",
        "arm {mode=(away|home|night|stay)}",
        "(set|put) the alarm [system|panel] (to|in) {mode=(away|night|home|stay)} [mode]",
        "arm <the> {name=(@area alarm|alarmo|ring alarm|abode|garage alarm)}",
    ],
    "AlarmPanelDisarm": [
        "disarm [the] (alarm|house|alarm system|security system|home|system|alarm panel)",
        "(turn off|deactivate|disable|switch off|shut off) the (burglar alarm|alarm system|security"
        " system|house alarm|security alarm)",
        "disarm <the> {name=(@area alarm|alarmo|ring alarm|abode|garage alarm)}",
        "unarm the (alarm|house|system)",
    ],
    "SetHumidity": [
        "(set|change|adjust|turn) the humidity [<in_area>] to {humidity}",
        "(set|change) the humidity (in|of) <the> {area} to {humidity}",
        "(set|put|turn) the {device_class=(humidifier|dehumidifier)} to {humidity}",
        "(set|put) the {device_class=(humidifier|dehumidifier)} in <the> {area} to {humidity}",
        "(keep|make) the humidity (at|around) {humidity} [<in_area>]",
        "{step=(increase|raise|lower|decrease|reduce)} the humidity [to {humidity}|by"
        " {step=<percent>}] [<in_area>]",
        "set <the> {name=(@area humidifier|bedroom humidifier|dyson humidifier)} to {humidity}",
        "<the> {area} humidity to {humidity}",
    ],
    "OutOfScope": [
        "(the|a|this) (temperature|humidity|volume|brightness|price|speed|population)"
        " (in|of|on) (@place|a sphere|the sun|mars|the story|his voice|the atlantic|gold)"
        " (dropped|rose|is|was|reached|fell) (to|by|about|at) (@n1_90|minus"
        " @n1_90|@n100_250|record levels|four thirds) [degrees|percent|meters]",
        "(the|a) (new"
        " season|game|sale|concert|match|meeting|train|movie|class|festival|party)"
        " (starts|begins|opens|ends|leaves|is) (on|at|in) (friday night|nine|@place|half"
        " past @n1_12|the summer|@weekday)",
        "(let's|we should|you can|could we|they want to)"
        " (switch|turn|open|close|start|change|play|stop|set) (seats|sides|a restaurant|the"
        " subject|pages|over a new leaf|places|the bill|teams|up shop|a new chapter|ahead)",
        "(play|playing) (dead|fair|nice|cards|hide and seek|chess|it cool|with fire)",
        "(open|close) (a new tab|the file|the app|your heart|a savings account|the"
        " meeting|the document|my email)",
        "(set) (sail|an example|the record straight|the table|a trap|foot on the moon|the tone)",
        "(the|his|her|their) (fans|lights|doors|volume|curtain|speaker|lock|heat|switch)"
        " (went|came|got|goes|opened|fell|said|gave) (wild|up in smoke|to the audience|after"
        " the goal|off the record|on stage|a long speech|at the premiere|in the stadium)",
        "(what|which) (kind|type|sort|size|brand) of"
        " (<told_thing>|plug|outlet|bulb|battery|lamp|fan) (do they use in @place|do i need"
        " for my car|is the best|should i buy|goes in my car)",
        "what (plug|outlet|battery|bulb|lamp) type (is used in @place|do i need in"
        " @place|should i get)",
        "what are the (<told_thing>s|plugs|houses|outlets|doors) like in @place",
        "(add|subtract|multiply|divide) [up] @n1_90 (and|from|by|with) @n1_90",
        "(can you hear me|are you there|do you understand me|are you a robot|who am i|how"
        " old are you|what's your name)",
        "(the|that) (first|second|left|right|other|kitchen|big|last|red) one",
        "(the one|that one) (in|on) the @area",
        "(is|was|will) (@person|the president|@artist|the train|the store|the game|the"
        " movie) (late|over|open on sunday|any good|still alive|coming|married)",
        "how many (<told_thing>s|lights|windows|doors|rooms) does (the eiffel tower|the"
        " white house|@place|a car|that hotel) have",
        "(i read|i heard|they say|he said|she told me|my friend says) [that] (the"
        " <told_thing>|you should turn off the engine|they closed the shop|it opens at"
        " nine|turn off your phone)",
        "(turn|switch) off (the engine|the tap|the water|your phone|airplane mode|my"
        " phone|autocorrect) ",
        "(goodnight|good night|sleep well|i'm leaving|i'm home|see you tomorrow|bye)["
        " everyone| honey| now|]",
        "(schedule|set up|plan) a (meeting|call|party|dinner) (with @person|at @place|for"
        " the team) [for {date}]",
        "what (do i have|is happening|events are there|meetings do i have) (on|for) (my"
        " calendar|{date}|the weekend)",
        "is there (any|some) (milk|beer|food|cheese|bread) in the (fridge|kitchen|pantry|cupboard)",
        "how (long|many minutes) (do|should|does) (i|it take to|you) (cook|bake|boil|drive"
        " to) (an egg|a turkey|rice|@place)",
        "(search|google|look up|find) (for|) (@title|@place|a <told_thing>|the nearest"
        " bank|cheap flights|@artist)",
        "(i'd like|can i get|we'll have) (two|a|the|another) (burgers|beer|check|large"
        " pizza|window seat|bill)",
        "(he|she|it|they) (was|were|had|has|would) [never|always|just]"
        " (been|in|near|behind|leaving) the (@area|@area|house) (when|before|while)"
        " (it|they|he) (happened|arrived|called|left)",
        # Talk about things a home has, that asks nothing of it: television, phone calls, guests.
        "(he|she|they|the man|my brother|we|you|someone|the senator|the detective) <told_past>"
        " (the|a|his|her|their) <told_thing> <told_rest>",
        "(i|we) <told_past> (the|our|a new) <told_thing> <told_rest>",
        "(do you like|what do you think of|have you seen|i love|i really like|look at|nice)"
        " (the|my|"
        "our|his) <told_thing>[ <told_rest>]",
        "the <told_thing> (was|looked|seemed|felt) <told_adjective> [<told_rest>]",
        "(the|our) <told_thing> (cost|costs) @n100_250 (dollars|euros|pounds)",
        "(when|after|before|while) (she|he|the police|the neighbours) <told_past> the <told_thing>"
        " (nobody|everybody|the dog|the whole street) <told_end>",
        "(don't|do not|please don't|never|you shouldn't) (turn on|turn off|open|close|touch|move|"
        "start) the <told_thing>",
        "how (do|can|would|should) (i|you|we)"
        " (clean|repair|fix|install|paint|build|replace|buy|sell)"
        " (a|the|my) <told_thing>",
        "(where can i buy|how much is|who invented|what is the history of|who makes) (a|the)"
        " <told_thing>",
        "why (are|do) <told_thing>s (so expensive|exist|break so often|make noise)",
        # Wishes that this gateway does not grant: watching, conditions, cameras, phones, orders.
        "(tell me|let me know|notify me|alert me|warn me|send me a notification|ping me) (when|"
        "whenever|as soon as|if ever|every time) <the> (@name|@covers|@door_name|@vacuums)"
        " (opens|closes|turns on|changes|is done|gets hot|goes off|moves)",
        "(if|when|whenever) (the temperature|it|the humidity|the sun|@person|the door|the window)"
        " (drops below @n15_30|is above @n15_30|gets dark|comes home|opens|leaves|sets) (turn on|"
        "turn off|open|close|start) <the> (@name|@covers|@lights|@climates)",
        "(show|pull up|display|record) (me|) (the|my) (front door|security|garage|baby|driveway)"
        " (camera|cam|footage|video|snapshot)",
        "(call|phone|ring|text|email|message) (@person|the office|my boss|an ambulance|grandma)"
        " [and say @message]",
        "(order|get me|deliver) (a pizza|sushi|an uber|a taxi|flowers|some takeaway|dinner) [from"
        " @place|to the office]",
        "(book|reserve) (a table|a flight|a hotel|a room|tickets) (in|to|for) @place",
        "(what's|how far is|how do i get to|where is|who lives in) @place",
        "(who|what) is @artist",
        "(tell me a joke|sing a song|tell me a story|flip a coin|roll a dice|spell @title)",
        "(what's|how much is) @n1_90 (times|plus|minus|divided by) @n1_90",
        "(translate|how do you say|define|what does) @title [in (french|spanish|german|korean)]",
        "flash <the> (@lights|@light)",
        "(fly|drive|teleport|walk|take) me (to|home from) @place",
        "(and|but|so|because|well) (that is why|then|after all|i think|in the end)"
        " (@artist|@person|"
        "the president|the company|our team|the doctor) <told_end>",
        "(welcome back to|coming up next on|you are watching|stay tuned for|here is) @title",
        "(in tonight's news|breaking news|in sports|after the break) (@artist|@person|@place)"
        " <told_end>",
        "(turn|take) (left|right) (at|onto|after) (the lights|main street|@place|the next"
        " junction)",
        "(turn the page|turn around|open your mouth|close your eyes|open your book to page @n1_90|"
        "switch places|light my fire|close the deal|open a bank account|turn over)",
        "(give|pass|hand|bring|get) me (the|a|my)"
        " (salt|butter|phone|towel|book|keys|remote|glass of"
        " water|jacket)",
        "(i think|i guess|maybe|honestly|you know) (i|we|she) (should|could|will) <told_plan>",
        "@person (can|could|would) you (please|) (<told_plan>|come here|help me|pass the salt)",
        "(uh|um|hmm|yeah|okay|right|so|well|mhm|oh|wow)[ (yeah|okay|so|right|well|really)]",
        "(yes|no|maybe|sure|exactly|of course|i don't know|whatever|not really|thank you|sorry)",
        "(the|a|to|and|it|for|with|of|my) [(the|and|is|a|was)]",
        "@invented_word @invented_word [@invented_word]",
        "the @invented_word (is|was|of the) @invented_word",
        "(make|cook|bake|prepare) (me|us|) (dinner|a sandwich|a cake|breakfast|some pancakes)",
        "(wash|fold|iron|hang up) (the|my) (clothes|shirts|laundry|curtains|dishes)",
        "(set|put) the (table|cup|bowl|book|bag) (on|in|near|under) the @area",
        "(feed|walk|pet|wash) the (dog|cat|fish|hamster|baby)",
        "(turn|switch) (into|to) a (frog|dinosaur|vegetarian|christian|princess)",
        "(turn|switch|set) [the]",
        "(what is the meaning of|what do you know about|explain) (life|love|gravity|blockchain|"
        "@artist|photosynthesis|@title)",
        "(my|the|his) (car|phone|computer|bike|train|watch) (won't start|is broken|is"
        " late|needs gas|"
        "has a flat tire|ran out of battery)",
        "(clean|mow|vacuum) your (room|plate|act up|teeth)",
        "(can you|could you) (drive|swim|dance|read my mind|do a backflip|keep a secret)",
        "(turn off|turn on|switch on) (gravity|the sun|my neighbour's music|the rain|my husband|"
        "your brain|the moon|my imagination)",
        "(raise|lower|increase) (my salary|taxes|your expectations|the prices|my credit limit)",
        "(lock|open|close|unlock) (my|the|your) (phone|bank account|laptop|book|eyes|mouth|case)",
        "(play|playing) (outside|football|with the dog|a trick on me|along|fair|chess with me)",
        "(start|stop) (the car|a fight|lying|crying|a business|a war|talking about it|smoking)",
        "(dim sum|light lunch|lamp shade|fan club|window shopping|curtain call|door to door|blind"
        " date) (is|was|sounds) (great|good|fun|at noon)",
    ],
}
RULES |= {
    "percent_b": "{brightness=<percent>}",
    "on_date": "(on {date=(@weekday|the @nth|@month @nth)}|{date})",
    "daytime_t": "{time=<daytime>}",
    "degrees": "(@n1_10 degrees|a degree|one degree|two degrees|a few degrees|half a degree"
    "|a couple of degrees|@n1_10)",
    "told_past": "(opened|closed|turned off|turned on|switched off|painted|fixed|broke|bought|sold|"
    "cleaned|forgot|loved|installed|moved|saw|dropped|repaired|carried|looked at|left|locked|hid"
    " behind|stood in|slept in|ran through|set|changed|dimmed|heard|played|paused|adjusted)",
    "told_thing": "(lights|lamp|door|window|kitchen|bedroom|garage|heating|television|radio|music|"
    "curtains|fan|vacuum|alarm|thermostat|garden|blinds|oven|speaker|timer|shopping list|kettle|"
    "living room|volume|switch|fridge|sofa|roof|garage door|air conditioning|bathroom)",
    "told_rest": "(yesterday|last week|in the film|and walked away|with a smile|for the first time"
    "|before the accident|last night|as if nothing had happened|in the old house|when it happened"
    "|because of the storm|and never came back|two years ago|in the hotel|at my parents' place"
    "|to save money|in the dream|after the party|without a word|and i hated it)",
    "told_adjective": "(beautiful|broken|old|expensive|amazing|dirty|strange|too small|perfect)",
    "told_end": "(resigned|said nothing|won the match|was shocked|went silent|lost everything"
    "|won the election|had to leave|moved to @place|died in nineteen eighty|is coming home"
    "|signed the contract|scored twice|denied everything|ran away|announced a new album)",
    "told_plan": "(buy a new <told_thing>|paint the <told_thing>|go to @place|call @person|eat"
    " something|watch a movie tomorrow|leave early|talk to @person about it|sell the <told_thing>"
    "|renovate the <told_thing>|take a nap)",
}

ALONE = frozenset(
    {"OutOfScope", "HassNevermind", "HassRespond", "HassMediaNext", "HassMediaPrevious"}
)
"""Intents whose sentences mostly stand as they are: fewer polite frames, no delays."""

DELAYABLE = frozenset(
    {
        "HassTurnOn", "HassTurnOff", "HassToggle", "HassLightSet", "HassSetPosition",
        "HassClimateSetTemperature", "HassFanSetSpeed", "HassVacuumStart", "HassVacuumCleanArea",
        "HassVacuumReturnToBase", "HassLawnMowerStartMowing", "HassSetVolume", "ClimateSetMode",
        "HassMediaSearchAndPlay", "HassMediaPause", "AlarmPanelArm", "SetHumidity", "HassBroadcast",
    }
)  # fmt: skip
"""Commands that may be told for later; the intent stays the command's."""

DELAYS = [
    "at {time}",
    "at {time}",
    "in {duration}",
    "in {duration}",
    "{recurrence}",
    "{recurrence} at {time}",
    "at {time} {recurrence}",
    "<on_date> at {time}",
    "<on_date>",
    "after {duration}",
    "for {duration}",
    "<daytime_t>",
    "until {time}",
    "{duration} from now",
]

REASONS = [
    "it's (cold|dark|hot|stuffy|late|noisy|a bit stuffy|too bright|getting dark) [in here|outside]",
    "i'm (cold|tired|going to bed|home|cooking|leaving|hot|reading|working|bored)",
    "we're (leaving|home|watching a movie|having guests|going out|eating)",
    "(movie time|bedtime|dinner is ready|the baby is asleep|the kids are sleeping|guests are"
    " coming)",
    "(the sun is blinding me|i can't see|it smells in here|my hands are full|i have a headache)",
    "(oh no|damn|oh my|listen|you know what|one more thing|last thing|before i forget)",
]
"""Why somebody wants something, said before it; the command is what counts."""

POLITE_BEFORE = [
    "please",
    "could you",
    "can you",
    "would you",
    "could you please",
    "can you please",
    "would you please",
    "will you",
    "i want you to",
    "i'd like you to",
    "i would like you to",
    "i need you to",
    "go ahead and",
    "hey can you",
    "would you mind to",
    "you can",
    "let's",
    "okay",
    "hey",
    "hey jarvis",
    "ok google",
    "alexa",
    "computer",
    "hey there",
    "um",
    "uh",
    "so",
    "and",
    "now",
    "well",
    "just",
    "yeah",
    "then",
    "quickly",
    "do me a favor and",
    "be so kind and",
    "hi",
    "sorry",
    "oh and",
    "also",
    "honey",
    "i was wondering if you could",
    "do you think you could",
    "is it possible to",
    "any chance you could",
    "olly",
    "mate",
]
POLITE_AFTER = ["please", "please", "thanks", "thank you", "now", "right now", "for me", "will you",
                "would you", "if you can", "quickly", "for now", "again", "too", "mate",
                "immediately",
                "if you don't mind", "okay", "right away", "then", "as well", "asap", "can you",
                "real quick", "dear"]  # fmt: skip
ASKING = frozenset(
    {
        "HassGetState", "HassClimateGetTemperature", "MediaQuery", "HassTimerStatus", "AlarmQuery",
        "ReminderQuery", "ScheduleQuery", "ListQuery", "HassGetCurrentTime", "HassGetCurrentDate",
        "HassGetWeather",
    }
)  # fmt: skip
ASKING_BEFORE = ["hey", "please", "tell me", "can you tell me", "do you know", "i want to know",
                 "could you tell me", "so", "um", "okay", "quick question", "hey jarvis", "alexa",
                 "i'd like to know", "could you check", "uh", "by the way"]  # fmt: skip
