"""What a made-up shop sells, and lets its customers sign: for the pictures of the screens."""

from terminal.model.request import Consent, Line

SHOPS = {"zh": "晨光超市", "en": "Morning Market", "de": "Morgenmarkt", "ar": "سوق الصباح"}
TILLS = {"zh": "3 号收银台", "en": "Till 3", "de": "Kasse 3", "ar": "الصندوق 3"}
LINES = {
    "zh": (
        Line("东北大米 10kg", "2", "178.00"),
        Line("茶礼盒", "1", "598.00"),
        Line("厨房电子秤", "1", "504.00"),
    ),
    "en": (
        Line("Rice 10 kg", "2", "178.00"),
        Line("Tea gift box", "1", "598.00"),
        Line("Kitchen scale", "1", "504.00"),
    ),
    "de": (
        Line("Reis 10 kg", "2", "178.00"),
        Line("Tee im Geschenkkarton", "1", "598.00"),
        Line("Küchenwaage", "1", "504.00"),
    ),
    "ar": (
        Line("أرز 10 كغ", "2", "178.00"),
        Line("علبة شاي للهدايا", "1", "598.00"),
        Line("ميزان مطبخ KS-20", "1", "504.00"),
    ),
}
MORE_LINES = {
    "zh": (
        "有机纯牛奶 250ml×12",
        "阳澄湖大闸蟹礼券（四公四母，配姜茶与蟹醋）",
        "洗衣液 3kg",
        "五常香米 5kg",
        "手工水饺",
        "橄榄油 750ml",
    ),
    "en": (
        "Organic milk 12 × 250 ml",
        "Hairy crab voucher, four pairs, with ginger tea and vinegar",
        "Washing liquid 3 kg",
        "Long-grain rice 5 kg",
        "Dumplings, made by hand",
        "Olive oil 750 ml",
    ),
    "de": (
        "Bio-Milch 12 × 250 ml",
        "Gutschein für Wollhandkrabben, vier Paare, mit Ingwertee und Essig",
        "Waschmittel, flüssig, 3 kg",
        "Langkornreis 5 kg",
        "Teigtaschen, handgemacht",
        "Olivenöl 750 ml",
    ),
    "ar": (
        "حليب عضوي 12 × 250 مل",
        "قسيمة سلطعون، أربعة أزواج، مع شاي الزنجبيل والخل",
        "سائل غسيل 3 كغ",
        "أرز طويل الحبة 5 كغ",
        "فطائر محشوة مصنوعة يدويًا",
        "زيت زيتون 750 مل",
    ),
}
TITLE = {
    "zh": "家电延保服务协议",
    "en": "Extended warranty agreement",
    "de": "Vereinbarung zur Garantieverlängerung",
    "ar": "اتفاقية تمديد الضمان",
}
BODY = {
    "zh": (
        "本协议由您与晨光超市（以下简称“本店”）签订，适用于您今天购买的厨房电子秤（型号 KS-20，序列号 A2041）。\n\n"
        "一、延保期限。自原厂保修期满之日起二十四个月。延保期内，因材料或工艺造成的故障，由本店免费维修；"
        "同一故障维修两次仍未解决的，为您更换同型号或相当型号的新机。\n\n"
        "二、不在延保范围内的情况：人为损坏、进水、自行拆修，以及电池、外壳划痕等正常损耗。\n\n"
        "三、报修方式。请携带小票或凭匹配码到任一门店服务台办理，也可以拨打服务电话预约。"
        "本店收到商品后，应在七个工作日内修复；逾期的，每逾期一日，延保期顺延三日。\n\n"
        "四、个人信息。本店仅为履行本协议保存您的签名与联系方式，不用于任何其他目的；"
        "您可以随时要求查阅、更正，或在协议期满后要求销毁。\n\n"
        "五、解除。签署之日起七日内，您可以无理由解除本协议，本店全额退还延保费用。\n\n"
        "六、争议。双方协商解决；协商不成的，可以向本店所在地的消费者协会投诉，或者向人民法院起诉。"
    ),
    "en": (
        "This agreement is between you and Morning Market (“the shop”). It covers the kitchen scale that you bought "
        "today (model KS-20, serial number A2041).\n\n"
        "1. Term. Twenty-four months from the day on which the maker’s own guarantee ends. During that time the shop "
        "repairs, free of charge, every fault in material or workmanship; if the same fault comes back after two "
        "repairs, you are given a new scale of the same or an equal model.\n\n"
        "2. Not covered: damage by accident, water, repairs by others, and ordinary wear such as batteries or "
        "scratches.\n\n"
        "3. How to use it. Bring your slip, or tell us the match code, at the service desk of any of our shops, or "
        "make an appointment by telephone. We repair within seven working days; for every day beyond that, the term "
        "grows by three days.\n\n"
        "4. Your data. The shop keeps your signature and your address for this agreement alone. You may ask to see "
        "or correct them at any time, and to have them destroyed when the agreement has ended.\n\n"
        "5. Ending it. Within seven days of signing you may end this agreement without giving a reason, and are paid "
        "back in full.\n\n"
        "6. Disputes. We shall try to settle them with you; failing that, the consumers’ association or the court at "
        "the shop’s seat may be called upon."
    ),
    "de": (
        "Diese Vereinbarung besteht zwischen Ihnen und dem Morgenmarkt („das Geschäft“). Sie gilt für die Küchenwaage, "
        "die Sie heute gekauft haben (Modell KS-20, Seriennummer A2041).\n\n"
        "1. Dauer. Vierundzwanzig Monate ab dem Tag, an dem die Garantie des Herstellers endet. In dieser Zeit "
        "behebt das Geschäft jeden Material- und Herstellungsfehler unentgeltlich; kehrt derselbe Fehler nach zwei "
        "Reparaturen wieder, erhalten Sie eine neue Waage desselben oder eines gleichwertigen Modells.\n\n"
        "2. Nicht erfasst sind Unfallschäden, Wasser, Eingriffe Dritter und gewöhnliche Abnutzung wie Batterien oder "
        "Kratzer.\n\n"
        "3. So gehen Sie vor. Bringen Sie Ihren Beleg mit oder nennen Sie den Prüfcode am Servicetresen einer unserer "
        "Filialen. Wir reparieren innerhalb von sieben Werktagen; für jeden Tag darüber hinaus verlängert sich die "
        "Dauer um drei Tage.\n\n"
        "4. Ihre Daten. Das Geschäft bewahrt Ihre Unterschrift und Anschrift nur für diese Vereinbarung auf.\n\n"
        "5. Kündigung. Innerhalb von sieben Tagen können Sie diese Vereinbarung ohne Angabe von Gründen beenden und "
        "erhalten den vollen Betrag zurück."
    ),
    "ar": (
        "هذه الاتفاقية بينك وبين سوق الصباح («المتجر»)، وتشمل ميزان المطبخ الذي اشتريته اليوم (الطراز KS-20، "
        "الرقم التسلسلي A2041).\n\n"
        "1. المدة: أربعة وعشرون شهرًا من يوم انتهاء ضمان الشركة المصنّعة. يصلح المتجر خلالها مجانًا كل عيب في المواد "
        "أو الصنع، وإذا تكرر العيب نفسه بعد إصلاحين تحصل على ميزان جديد من الطراز نفسه أو ما يعادله.\n\n"
        "2. لا يشمل الضمان أضرار الحوادث والماء وإصلاح الآخرين، ولا الاستهلاك المعتاد كالبطاريات والخدوش.\n\n"
        "3. طريقة الاستفادة: أحضر الإيصال أو اذكر رمز المطابقة في مكتب الخدمة في أي من فروعنا. نُتم الإصلاح خلال سبعة "
        "أيام عمل، وكل يوم تأخير يمدد المدة ثلاثة أيام.\n\n"
        "4. بياناتك: يحفظ المتجر توقيعك وعنوانك لهذه الاتفاقية وحدها، ولك أن تطلب الاطلاع عليهما أو تصحيحهما في أي "
        "وقت، وإتلافهما بعد انتهاء الاتفاقية.\n\n"
        "5. الإنهاء: لك خلال سبعة أيام من التوقيع إنهاء هذه الاتفاقية دون إبداء سبب، ويُرد إليك المبلغ كاملًا."
    ),
}
CONSENTS = (
    Consent(
        "terms",
        {
            "zh": "我已阅读并同意延保服务协议的全部条款。",
            "en": "I have read the agreement and accept its terms.",
            "de": "Ich habe die Vereinbarung gelesen und stimme ihr zu.",
            "ar": "قرأت الاتفاقية وأقبل شروطها.",
        },
    ),
    Consent(
        "data",
        {
            "zh": "我同意本店为履行本协议保存我的签名和联系方式。",
            "en": "The shop may keep my signature and my address to carry out this agreement.",
            "de": "Das Geschäft darf Unterschrift und Anschrift für diese Vereinbarung aufbewahren.",
            "ar": "للمتجر حفظ توقيعي وعنواني لتنفيذ هذه الاتفاقية.",
        },
    ),
    Consent(
        "news",
        {
            "zh": "我愿意收到优惠信息。",
            "en": "I should like to hear about offers.",
            "de": "Ich möchte von Angeboten hören.",
            "ar": "أود تلقي أخبار العروض.",
        },
        required=False,
    ),
)
