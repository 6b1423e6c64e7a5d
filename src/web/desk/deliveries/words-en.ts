import type { DeliveriesStrings } from "./words-sv.ts";

const count = (number: number, one: string, many: string) => (number === 1 ? `1 ${one}` : `${number} ${many}`);
const sendings = (number: number) => count(number, "sending", "sendings");

export const deliveriesEn: DeliveriesStrings = {
  title: "Sendings",
  nationTitle: "Sendings, all regions",
  views: {
    failed: "Did not arrive",
    unknown: "We do not know",
    waiting: "Waiting",
    returned: "Came back",
    late: "Late at the receiver's server",
    delivered: "Arrived",
    complained: "Marked as spam",
    accepted: "Taken",
    captured: "Not really sent",
    handled: "Did not arrive, seen to",
    cancelled: "Need not be sent",
  },
  lanes: { urgent: "Urgent", ordinary: "Ordinary", digest: "Digest" },
  waitingFor: {
    now: "In line or on its way",
    later: "Has a time that has not come",
    stopped: "Stopped",
    paused: "The receiver is paused",
    ended: "The receiver has left: never sent",
  },
  outcomes: {
    delivered: "Arrived",
    accepted: "Taken, not confirmed",
    unknown: "We do not know whether it arrived",
    retry: "Not taken, tried again",
    rejected: "Not taken",
    gone: "The receiver does not exist",
    misconfigured: "Something must be mended",
    cancelled: "Need not be sent",
  },
  decisions: {
    replay: {
      link: "Send anew",
      title: (number) => (number === 1 ? "Send anew?" : `Send ${sendings(number)} anew?`),
      button: (number) => (number === 1 ? "Yes, send anew" : `Yes, send ${number} anew`),
      lead: "The same messages are sent as a new sending, to the address that the receiver has now. What was taken back or replaced does not go with it.",
      done: (number) => `${sendings(number)} will be sent anew.`,
    },
    aside: {
      link: "Set aside",
      title: (number) => (number === 1 ? "Set aside?" : `Set ${sendings(number)} aside?`),
      button: (number) => (number === 1 ? "Yes, set aside" : `Yes, set ${number} aside`),
      lead: "Nothing is sent. It stays as “Did not arrive, seen to”, and nobody is reminded any more.",
      done: (number) => `${sendings(number)} set aside.`,
    },
    confirm: {
      link: "It arrived",
      title: (number) => (number === 1 ? "Did it arrive?" : `Did all ${number} arrive?`),
      button: (number) => (number === 1 ? "Yes, it arrived" : `Yes, all ${number} arrived`),
      lead: "Ask the receiver or look in the channel first. It is written down that it is you who says that it arrived.",
      done: (number) => `${sendings(number)} arrived, on your word.`,
    },
    again: {
      link: "Send again",
      title: (number) => (number === 1 ? "Send again?" : `Send ${sendings(number)} again?`),
      button: (number) => (number === 1 ? "Yes, send again" : `Yes, send ${number} again`),
      lead: "If it arrived the last time, the receiver gets it twice. What is written already is sent alike, under the same number.",
      done: (number) => `${sendings(number)} will be sent again.`,
    },
  },
  answer: {
    subscribers: "Who subscribes in the region",
    nothing: "Nothing has been sent yet.",
    needs: "This needs somebody",
    failed: (number) => `${sendings(number)} did not arrive`,
    unknown: (number) => `of ${sendings(number)} we do not know whether they arrived`,
    paused: (number) => count(number, "receiver is paused", "receivers are paused"),
    held: (number) => `${number} wait for a stop to be lifted`,
    waiting: (number, besides) =>
      number === 0
        ? besides
          ? "Nothing else waits."
          : "Nothing waits."
        : `${number} wait for their turn or their time.`,
    returned: (number) =>
      `${sendings(number)} came back after the receiver's server took ${number === 1 ? "it" : "them"}`,
    none: "There is nothing to do.",
  },
  reasons: {
    heading: "Why it did not arrive",
    columns: { what: "State", why: "Reason", channel: "Channel", count: "Sendings", when: "When", deed: "Do" },
    show: "Show",
    all: "All that did not arrive",
    span: (from, to) => (from === to ? from : `${from} to ${to}`),
    same: "The same reason:",
  },
  counts: {
    heading: (from, to) => `Sendings from ${from} to ${to}`,
    since: (from) => `Sendings from ${from} on`,
    none: "No sendings in that time.",
    by: { channel: "Channel", lane: "Kind", region: "Region" },
    total: "Sum",
    atLeast: (number) => `at least ${number}`,
  },
  waiting: {
    heading: "What waits",
    columns: {
      why: "Why",
      channel: "Channel",
      lane: "Kind",
      sendings: "Sendings",
      messages: "Messages",
      next: "Earliest",
    },
    hint: "Messages become sendings when their time comes: several to the same mail address become one.",
    none: "Nothing waits.",
  },
  list: {
    heading: "All sendings",
    found: "Sendings that fit",
    columns: { id: "Sending", made: "Made", to: "To", channel: "Channel", state: "State", messages: "Messages" },
    none: "No sendings fit what you asked for.",
    older: "Older",
    newest: "Newest",
    attempts: (number) => count(number, "attempt", "attempts"),
    region: "Region",
  },
  filter: {
    heading: "Search among sendings",
    region: "Region",
    view: "State",
    channel: "Channel",
    lane: "Kind",
    message: "Number of the message",
    from: "From",
    to: "To",
    any: "All",
    reason: (why) => `Only with the reason: ${why}`,
    submit: "Show",
    clear: "Clear",
  },
  spans: {
    heading: "Send anew by time",
    lead: "All that did not arrive on those days. You see how many and to whom before anything is sent.",
    submit: "See what it is about",
  },
  sending: {
    title: (id) => `Sending ${id}`,
    back: "All sendings",
    answers: {
      failed: "It did not arrive.",
      unknown: "We do not know whether it arrived.",
      waiting: "It waits.",
      claimed: "It is being sent.",
      returned: "The receiver's server took it, but it came back.",
      late: "The receiver's server has taken it, but we do not know whether it has arrived.",
      delivered: "It arrived.",
      complained: "It arrived, but its reader marked it as spam.",
      accepted: "It was taken, but the receiver has not said that it shows.",
      captured: "It was not sent: nothing was really sent then.",
      handled: "It did not arrive. Somebody has seen to it.",
      cancelled: "It need not be sent.",
    },
    wordOf: (who) => `It is ${who} who says so, not the receiver.`,
    next: (at) => `The next attempt is at ${at}.`,
    nextNow: "The time for the next attempt has come.",
    returned: {
      hard: (at) => `The mail came back ${at}: there is no such mailbox. `,
      soft: (at) => `The mail came back ${at}: it could not be taken that time. `,
      content: (at) => `The mail came back ${at}: this very mail was not taken. `,
      misconfigured: (at) =>
        `The mail came back ${at}: the receiver's server does not believe that our mails are ours (SPF, DKIM, DMARC). `,
      behind: (at) => `The mail did not reach somebody who gets it through this address (${at}). `,
      delayed: (at) => `The receiver's server said ${at} that the mail is late. `,
      complaint: (at) => `The receiver marked the mail as spam ${at}. `,
    },
    unsure: "An earlier attempt may have arrived.",
    replayedAs: (id) => `Sent anew as sending ${id}`,
    replayOf: (id) => `Sent anew instead of sending ${id}`,
    pausedTarget: "The receiver is paused, so nothing is sent there.",
    endedTarget: "The receiver has unsubscribed, so nothing is sent there.",
    withdrawn: (version, at) =>
      `The message has been taken back (version ${version}, ${at}). It must not be sent again.`,
    newer: (version, at, reached) =>
      `There is a newer version (version ${version}, ${at})${reached ? ", and the receiver has it" : ""}.`,
    expired: "The advice held until a day that has passed.",
    facts: "Facts",
    to: "To",
    region: "Region",
    channel: "Channel",
    lane: "Kind",
    remote: "Service",
    made: "Made",
    begun: "The last attempt began",
    ended: "Ended",
    number: "The same number at each attempt",
    messages: "Messages",
    message: (id, version) => `Message ${id}, version ${version}`,
    attempts: "Attempts",
    noAttempts: "No attempt has ended.",
    attemptColumns: { number: "No.", begun: "Began", ended: "Ended", outcome: "Outcome", why: "Reason" },
    notBegun: "never reached the network",
    late: "Came too late and changed nothing.",
    inCapture: "Not really sent",
    payload: "The message",
    payloadLead: "Exactly as it was written, with the receiver hidden.",
    unwritten: "Nothing is written yet. It is written at the first attempt.",
    neverWritten: "There is nothing written here.",
    broken: "It can no longer be shown as it looked. This is what is kept.",
    cleared: "The content is no longer kept.",
    json: "Download as JSON",
    text: "Download as text",
    stop: "Stop sendings to this receiver",
    decide: "What do you want to do?",
  },
  decide: {
    count: (number, messages) => `It is about ${sendings(number)} with ${count(messages, "message", "messages")}.`,
    goes: ({ going, withOld, of }) =>
      withOld === going
        ? `${going} of ${of} go out.`
        : going === 0
          ? `Nothing goes out unless you tick the box. Then ${withOld} of ${of} do.`
          : `${going} of ${of} go out, or ${withOld} if you tick the box.`,
    none: "There is nothing left to decide. Somebody else may have come first.",
    to: "To:",
    at: (number, remote) => `${number} at ${remote}`,
    more: (number) => `and ${number} more`,
    nowhere: "an unknown address",
    withdrawn: (number) =>
      `${sendings(number)} not sent: the message was taken back, or the receiver has a newer version.`,
    unreachable: (number) =>
      `${sendings(number)} to receivers that are paused or have left: not sent. Mend the receiver first.`,
    outdated: (number) =>
      `${sendings(number)} with something old: there is a newer version, or the advice holds no more. Not sent unless you tick the box.`,
    includeOutdated: "Send what is old as well",
    unsure: (number) => `${sendings(number)} may have arrived at an earlier attempt. The receiver then gets it twice.`,
    reason: "Reason",
    reasonHint: "May be left empty. It stands in the log.",
    cancel: "Cancel",
    because: (why) => `Reason: ${why}`,
    span: (from, to) => `Time: ${from} to ${to}`,
  },
  done: {
    nothing: "Nothing was done. Somebody else came first, or none of it may be sent.",
    left: (number) => `${number} were left as they were.`,
    stopped: "The stop holds now. What was on its way already is not held back.",
    already: "It was so already.",
    resumed: "The stop is lifted. What waited goes out, unless another stop holds it.",
    mended: "The receiver is switched on again. What waited goes out, unless a stop holds it.",
    unknown: "There is no such receiver.",
  },
  stops: {
    title: "Stops and paused receivers",
    link: "Stops and paused receivers",
    lead: "A stop holds sendings until somebody lets them go on. Nothing is lost.",
    now: "Stopped now",
    none: "Nothing is stopped.",
    heading: "Stop sendings",
    what: "What is to be stopped?",
    all: "All sendings",
    channel: (channel) => `All sendings by ${channel}`,
    remote: (channel) => `Only one service of ${channel}`,
    receiver: (name, region) => `Only sendings to ${name} (${region})`,
    remoteName: "Which service?",
    remoteHint:
      "Only when you chose a service: the domain of the mail addresses, such as region.se, or the host of the Teams workflow.",
    reason: "Why?",
    reasonHint: "Stands on all pages in here until the stop is lifted.",
    waiting: (number) => `${number} wait at present.`,
    submit: "Stop",
    problems: {
      what: "Choose what is to be stopped.",
      remote: "Write the name of the service, such as region.se.",
      unknownRemote: "No receiver is there. Check the name.",
      reason: "Write why, at most 300 characters.",
      personnummer: "The text seems to hold a personal identity number. Remove it.",
    },
    paused: "Paused receivers",
    pausedLead: (number) =>
      number === 0
        ? "No receiver is paused."
        : `${count(number, "receiver is paused", "receivers are paused")}, since what was sent there cannot arrive. We cannot tell those who read there: do it some other way.`,
    pausedTold: (told) =>
      told === null
        ? "Nobody in the region has had a mail about it yet."
        : told.sent > 0
          ? `${count(told.sent, "person who looks", "persons who look")} after the region's receivers had a mail about it ${told.at}.`
          : told.waiting > 0
            ? `A mail to whoever looks after the region's receivers has waited since ${told.at}.`
            : `The mail about it ${told.at} reached nobody who looks after the region's receivers.`,
    pausedColumns: { to: "Receiver", why: "Reason", since: "Since", waiting: "Waiting", deed: "Mend" },
    mend: "Switch on again",
    mendNamed: (name) => `Switch ${name} on again`,
    how: {
      email: "Check the address. If it is right, switch it on again. If it is wrong, add the right one.",
      slack: "Invite the app to the Slack channel again, or add another channel. Then switch it on again.",
      teams:
        "Ask the team to make a new workflow, and add its address. If the workflow is on again, switch it on here.",
      other: "Find out whether the receiver is still there. Then switch it on again.",
    },
    next: "More",
  },
};
