// Every word on the page, in each language.

const WORDS = {
  en: {
    desk: "desk", sound: "Sound", archive: "Open the archive", other_language: "中文", no_power: "No power",
    till: "Till", sensor: "Fingerprint sensor", slips: "Slips", lines: "Items", amount: "Total", reference: "Reference",
    sale: "Sale", document: "Document", title: "Title", body: "Text to be signed", add_line: "Add an item", attach_pdf: "Attach a PDF", sample_contract: "Sample contract", remove: "Remove",
    text: "Item", quantity: "Quantity", price: "Amount", details: "Reference, methods, copies", language: "Language on the glass",
    any_language: "As the customer likes", methods: "Ways to sign", touch: "Finger", stylus: "Pen", fingerprint: "Fingerprint",
    copies: "Slips", ask: "Ask for a signature", next: "Next sale", cancel_request: "Take it back", again: "Earlier in this run",
    pending: "Accepted", displayed: "On the glass", signing: "Signing", checking: "Being checked", saving: "Being saved",
    completed: "Signed and saved", cancelled: "Cancelled", failed: "Failed",
    by_customer: "Cancelled by the customer", by_till: "Taken back by the till", by_deadline: "Time ran out",
    match_code: "Match code", printed: "Slip", uploaded: "Archive",
    printed_none: "no slip", printed_waiting: "slip waits", printed_printing: "printing", printed_printed: "printed", printed_failed: "not printed",
    uploaded_none: "kept here", uploaded_waiting: "waits for the network", uploaded_sent: "sent", uploaded_acknowledged: "in the archive", uploaded_refused: "refused by the archive",
    staff: "Staff button", pin: pin => `Staff PIN ${pin}`, cancel: "Cancel button", lamp: "Lamp", lamp_off: "Lamp: dark", buzzer: "Buzzer",
    write_with: "The mouse writes as", mouse: "mouse", finger: "finger", pen: "pen",
    press: "Hold to press the finger; tap to leave it there", good: "good", dry: "dry", wet: "wet", partial: "tip only", aside: "aside", moved: "moved",
    finger_0: "Right thumb", finger_1: "Right index finger", finger_2: "Right middle finger", finger_3: "Left thumb", finger_4: "Left index finger",
    tear: "Tear off", roll_out: "Paper out", roll_in: "Paper in", cover_open: "Open", cover_close: "Close",
    has_no_paper: "No paper", is_open: "Cover open", slips_wait: n => n === 1 ? "1 slip waits" : `${n} slips wait`,
    away_power: "The terminal has no power. Put its plug in, and it goes on where it was.", away_start: "The terminal is starting…",
    mains: "Mains", mains_well: "On", mains_away: "On battery", case: "Case", case_well: "Shut", case_away: "Open",
    network: "Network", power: "Power", plugged: "Plugged in", pulled: "Pulled out", starting: "Starting…",
    to_upload: n => `${n} to upload`, all_sent: "All in the archive",
    processes: (n, all) => n === all ? "On" : `${n} of ${all} run`, lost: "The desk does not answer. Start it again with make run.",
    see_strip: "See the paper in full size", see_slip: "See this slip",
    line_1: "Rice 10 kg", line_2: "Tea gift box", line_3: "Kitchen scale", line_4: "Fresh milk 2 l", line_5: "Olive oil",
    document_title: "Repair order", document_body: "The shop takes the device for repair. What is found and what it costs will be told before any work begins.\n\nThe device can be fetched within 30 days of the notice.",
  },
  "zh-CN": {
    desk: "桌面", sound: "声音", archive: "打开档案库", other_language: "English", no_power: "未通电",
    till: "收银台", sensor: "指纹传感器", slips: "小票", lines: "商品", amount: "合计", reference: "单号",
    sale: "交易", document: "文件", title: "标题", body: "待签文字", add_line: "添加商品", attach_pdf: "附上 PDF", sample_contract: "示例合同", remove: "删除",
    text: "商品", quantity: "数量", price: "金额", details: "单号、方式与份数", language: "屏幕语言",
    any_language: "由顾客选择", methods: "签名方式", touch: "手指", stylus: "触控笔", fingerprint: "指纹",
    copies: "小票份数", ask: "请顾客签名", next: "下一笔", cancel_request: "撤回", again: "本次运行的记录",
    pending: "已受理", displayed: "已显示", signing: "签名中", checking: "核对中", saving: "保存中",
    completed: "已签名并保存", cancelled: "已取消", failed: "未完成",
    by_customer: "顾客已取消", by_till: "收银台已撤回", by_deadline: "已超时",
    match_code: "匹配码", printed: "小票", uploaded: "档案",
    printed_none: "不打印", printed_waiting: "等待打印", printed_printing: "正在打印", printed_printed: "已打印", printed_failed: "未能打印",
    uploaded_none: "仅存本机", uploaded_waiting: "等待网络", uploaded_sent: "已发送", uploaded_acknowledged: "已归档", uploaded_refused: "档案库拒收",
    staff: "店员按钮", pin: pin => `店员密码 ${pin}`, cancel: "取消按钮", lamp: "指示灯", lamp_off: "指示灯：灭", buzzer: "蜂鸣器",
    write_with: "鼠标充当", mouse: "鼠标", finger: "手指", pen: "触控笔",
    press: "按住即按压手指；轻点则保持按压", good: "正常", dry: "干燥", wet: "潮湿", partial: "仅指尖", aside: "偏位", moved: "移动",
    finger_0: "右手拇指", finger_1: "右手食指", finger_2: "右手中指", finger_3: "左手拇指", finger_4: "左手食指",
    tear: "撕下", roll_out: "取出纸卷", roll_in: "装入纸卷", cover_open: "开盖", cover_close: "合盖",
    has_no_paper: "缺纸", is_open: "上盖已打开", slips_wait: n => `${n} 张小票等待打印`,
    away_power: "终端没有通电。插上电源后会从断电处继续。", away_start: "终端正在启动…",
    mains: "市电", mains_well: "供电中", mains_away: "电池供电", case: "外壳", case_well: "已合上", case_away: "已打开",
    network: "网络", power: "电源", plugged: "已插入", pulled: "已拔出", starting: "正在启动…",
    to_upload: n => `${n} 条待上传`, all_sent: "全部已归档",
    processes: (n, all) => n === all ? "已通电" : `进程 ${n}/${all}`, lost: "桌面没有响应。请用 make run 重新启动。",
    see_strip: "查看原尺寸小票", see_slip: "查看这张小票",
    line_1: "东北大米 10kg", line_2: "茶礼盒", line_3: "厨房电子秤", line_4: "鲜牛奶 2 升", line_5: "橄榄油",
    document_title: "维修单", document_body: "本店收取该设备进行维修。开工前会告知检测结果和费用。\n\n收到通知后三十天内可取回设备。",
  },
};

const kept = localStorage.getItem("signpost-language");
export const language = kept in WORDS ? kept : navigator.language.startsWith("zh") ? "zh-CN" : "en";

/** The page's words for a name; some take numbers. */
export function say(name, ...values) {
  const words = WORDS[language][name] ?? name;
  return typeof words === "function" ? words(...values) : words;
}

/** The words for a name in every language, as the till API takes texts. */
export const inAll = name => ({ zh: WORDS["zh-CN"][name], en: WORDS.en[name] });

/** Put the words into the elements that name them. */
export function fill(root = document) {
  document.documentElement.lang = language;
  document.body.lang = language;
  for (const element of root.querySelectorAll("[data-word]")) element.textContent = say(element.dataset.word);
}

/** Read the page in the other language. */
export function changeLanguage() {
  localStorage.setItem("signpost-language", language === "en" ? "zh-CN" : "en");
  location.reload();
}
